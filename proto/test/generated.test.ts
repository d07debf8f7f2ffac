import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import {
  type OrderLine,
  OrderPaid,
  OrderQueryDefinition,
  OrderStatus,
  orderStatusFromJSON,
} from '@linli/proto/order'
import { OrderPaid as OrderPaidByPath } from '@linli/proto/order/v1/order_events.ts'
import { expect, it } from 'vitest'

const paidAt = new Date('2026-11-22T01:02:03.456Z')
// Field 10, varint.
const PAID_FEN_TAG = 80
const paid: OrderPaid = OrderPaid.fromPartial({
  orderId: 'o1',
  type: 'GROUP',
  mode: 'SELF_PICKUP',
  paidFen: Number.MAX_SAFE_INTEGER,
  lines: [{ lineId: 'l1', qty: 2, payableFen: 1990 }],
  paidAt,
})

it('names events and services as the broker and gRPC do', () => {
  expect(OrderPaid.$type).toBe('order.v1.OrderPaid')
  expect(OrderQueryDefinition.fullName).toBe('order.v1.OrderQuery')
  expect(DeliveryQueryDefinition.fullName).toBe('delivery.v1.DeliveryQuery')
  expect(OrderPaidByPath).toBe(OrderPaid)
})

it('keeps dates, large numbers and lines through JSON and through bytes', () => {
  const json: unknown = JSON.parse(JSON.stringify(OrderPaid.toJSON(paid)))
  expect(json).toMatchObject({ type: 'ORDER_TYPE_GROUP', paidAt: '2026-11-22T01:02:03.456Z' })
  expect(OrderPaid.fromJSON(json)).toEqual(paid)
  expect(OrderPaid.decode(OrderPaid.encode(paid).finish())).toEqual(paid)
})

it('reads int64 as canonical JSON writes it, and refuses what a number cannot hold', () => {
  expect(OrderPaid.fromJSON({ paidFen: '1990' }).paidFen).toBe(1990)
  const beyond = OrderPaid.encode({ ...paid, paidFen: 0 })
    .uint32(PAID_FEN_TAG)
    .int64('9007199254740993')
  expect(() => OrderPaid.decode(beyond.finish())).toThrow('MAX_SAFE_INTEGER')
})

it('says states in the words of the database and the API', () => {
  expect(OrderStatus.READY_FOR_PICKUP).toBe('READY_FOR_PICKUP')
  expect(orderStatusFromJSON('ORDER_STATUS_READY_FOR_PICKUP')).toBe('READY_FOR_PICKUP')
})

it('survives a state that was added later', () => {
  expect(OrderPaid.fromJSON({ type: 'ORDER_TYPE_AUCTION' }).type).toBe('UNRECOGNIZED')
})

it('has a date where the contract has one, and leaves out what is optional', () => {
  const empty = OrderPaid.fromJSON({})
  const date: Date = empty.paidAt
  const lines: OrderLine[] = empty.lines
  expect(date).toEqual(new Date(0))
  expect(lines).toEqual([])
  expect(empty.couponId).toBeUndefined()
})
