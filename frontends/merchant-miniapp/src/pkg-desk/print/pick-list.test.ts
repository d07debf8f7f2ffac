import { expect, test } from 'vitest'
import type { OrderItem } from '../../api'
import { pointsOf, totalsOf } from './pick-list'

type Line = OrderItem['lines'][number]
const line = (skuId: string, qty: number): Line => ({
  id: `l-${skuId}-${qty}`,
  skuId,
  productId: `p-${skuId}`,
  productName: `商品${skuId}`,
  specText: '500g',
  imageUrl: '',
  unit: '份',
  qty,
  unitPriceFen: 100,
  discountFen: 0,
  couponDiscountFen: 0,
  pointsDiscountFen: 0,
  merchantDiscountFen: 0,
  payableFen: 100 * qty,
  pickedQty: 0,
  refundedQty: 0,
  refundedFen: 0,
})

const order = (id: string, pickupPointName: string | null, lines: Line[]): OrderItem => ({
  id,
  orderNo: id,
  merchantId: 'm',
  merchantName: '店',
  type: 'NORMAL',
  status: 'PREPARING',
  paymentStatus: 'PAID',
  refundStatus: 'NONE',
  closing: false,
  closeReason: null,
  closeDetail: null,
  title: '',
  itemCount: 1,
  payableFen: 100,
  mode: 'SELF_PICKUP',
  pickupPointId: null,
  pickupPointName,
  slotId: null,
  slotLabel: null,
  remark: '',
  acceptedAt: null,
  createdAt: '2026-11-22T08:00:00Z',
  expireAt: '2026-11-22T08:15:00Z',
  lines,
})

const orders = [
  order('1', '南门', [line('a', 2), line('b', 1)]),
  order('2', '北门', [line('a', 3)]),
  order('3', '南门', [line('b', 4)]),
  order('4', null, [line('a', 1)]),
]

test('each product is counted once over all orders, the most first', () => {
  expect(totalsOf(orders).map(({ skuId, qty }) => [skuId, qty])).toEqual([
    ['a', 6],
    ['b', 5],
  ])
})

test('the places get what goes to them, and nothing is lost on the way', () => {
  const points = pointsOf(orders, '送货')
  expect(points.map(({ name, orders: mine }) => [name, mine.map(({ id }) => id)])).toEqual([
    ['南门', ['1', '3']],
    ['北门', ['2']],
    ['送货', ['4']],
  ])
  const all = points.flatMap(({ totals }) => totals).reduce((sum, { qty }) => sum + qty, 0)
  expect(all).toBe(11)
})
