import { demoId } from '../demo-id.ts'
import { warehouse } from './warehouse.ts'

/** Longitude, latitude in GCJ-02. */
export type Point = readonly [lng: number, lat: number]

export type Community = {
  readonly id: string
  readonly key: CommunityKey
  readonly name: string
  readonly pinyin: string
  readonly pinyinInitials: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly adcode: string
  readonly address: string
  readonly centre: Point
  /** Corners counter-clockwise; the ring is not closed (the last corner is not the first again). */
  readonly fence: readonly Point[]
  readonly warehouseId: string
  readonly status: 'OPEN'
}

export type CommunityKey = 'jiangnan-chunxiao' | 'cuiyuan-jinting' | 'weilai-yundi'

export function communityId(key: CommunityKey): string {
  return demoId(`community:${key}`)
}

type Place = Omit<Community, 'id' | 'province' | 'city' | 'warehouseId' | 'status'>

function community(place: Place): Community {
  return {
    id: communityId(place.key),
    province: '浙江省',
    city: '杭州市',
    warehouseId: warehouse.id,
    status: 'OPEN',
    ...place,
  }
}

export const communities: readonly Community[] = [
  community({
    key: 'jiangnan-chunxiao',
    name: '江南春晓',
    pinyin: 'jiangnanchunxiao',
    pinyinInitials: 'jncx',
    district: '滨江区',
    adcode: '330108',
    address: '长河街道春晓路 288 号',
    centre: [120.1985, 30.1905],
    fence: [
      [120.1955, 30.1884],
      [120.199, 30.1878],
      [120.2016, 30.1889],
      [120.2018, 30.192],
      [120.1987, 30.1931],
      [120.1953, 30.1917],
    ],
  }),
  community({
    key: 'cuiyuan-jinting',
    name: '翠苑锦庭',
    pinyin: 'cuiyuanjinting',
    pinyinInitials: 'cyjt',
    district: '西湖区',
    adcode: '330106',
    address: '翠苑街道文一路 316 号',
    centre: [120.1215, 30.2845],
    fence: [
      [120.1188, 30.2826],
      [120.1219, 30.2819],
      [120.1243, 30.2828],
      [120.1246, 30.2862],
      [120.1216, 30.2871],
      [120.1186, 30.2859],
    ],
  }),
  community({
    key: 'weilai-yundi',
    name: '未来云邸',
    pinyin: 'weilaiyundi',
    pinyinInitials: 'wlyd',
    district: '余杭区',
    adcode: '330110',
    address: '仓前街道良睦路 1399 号',
    centre: [120.0085, 30.2895],
    fence: [
      [120.0049, 30.2872],
      [120.0086, 30.2862],
      [120.0121, 30.2874],
      [120.0124, 30.2912],
      [120.0088, 30.2928],
      [120.0047, 30.2914],
    ],
  }),
]
