import { demoId } from '../demo-id.ts'

/** The one depot: stock lives here, routes start and end here. Coordinates are GCJ-02. */
export const warehouse = {
  id: demoId('warehouse:sandun'),
  key: 'sandun',
  code: 'HZ01',
  name: '邻里生鲜三墩仓',
  city: '杭州市',
  address: '浙江省杭州市西湖区三墩镇西园八路 18 号 2 幢',
  lng: 120.079,
  lat: 30.326,
  contactPhone: '19900000100',
} as const
