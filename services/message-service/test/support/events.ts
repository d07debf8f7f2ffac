import { randomUUID } from 'node:crypto'

let sequence = 0
const orderNo = () => {
  sequence += 1
  return `26112307${String(sequence).padStart(9, '0')}`
}

/** What the events of one order share. */
export const aPaidOrder = (userId: string, merchantId: string = randomUUID()) => ({
  orderId: randomUUID(),
  orderNo: orderNo(),
  userId,
  merchantId,
  merchantName: '邻里生鲜',
  title: '本地小青菜 500g 等3件',
  itemCount: 3,
  type: 'NORMAL' as const,
  paidFen: 2580,
  payableFen: 2580,
  paidAt: new Date('2026-11-23T04:00:00Z'),
})

export const POINT = randomUUID()

/** What the pickup events of one order share. */
export const aPickup = (userId: string, orderId: string = randomUUID()) => ({
  taskId: randomUUID(),
  orderId,
  orderNo: orderNo(),
  userId,
  merchantId: randomUUID(),
  title: '本地小青菜 500g 等3件',
  lines: [],
  pickupPointId: POINT,
  pickupPointName: '阳光花园东门',
  openingHours: '08:00-21:00',
})
