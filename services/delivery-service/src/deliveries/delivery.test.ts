import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Delivery,
  type DeliveryLine,
  deliveryMachine,
  handOver,
  receive,
  remainingOf,
} from './delivery.ts'
import { callOff, hold } from './hold.ts'

const line = (id: string, qty: number): DeliveryLine => ({
  id,
  skuId: id,
  productName: id,
  specText: '',
  imageUrl: '',
  storageType: 'AMBIENT',
  qty,
  pickedQty: 0,
  heldQty: 0,
  cancelledQty: 0,
})

const task = (qtys: readonly number[]): Delivery => ({
  id: 'task',
  orderId: 'order',
  orderNo: '1',
  userId: 'user',
  merchantId: 'merchant',
  mode: 'SELF_PICKUP',
  status: 'PENDING',
  title: '',
  itemCount: qtys.reduce((sum, qty) => sum + qty, 0),
  communityId: 'community',
  pickupPointId: 'point',
  pickupPointName: '南门',
  slotId: null,
  batchId: null,
  storageType: 'AMBIENT',
  courierId: null,
  courierName: null,
  expressCompany: null,
  waybillNo: null,
  dispatchedAt: null,
  arrivedAt: null,
  readyAt: null,
  pickupDeadline: null,
  completedAt: null,
  version: 1,
  createdAt: new Date(0),
  lines: qtys.map((qty, index) => line(String(index), qty)),
})

const operator = { id: 'staff', name: '何静' }
const at = new Date('2026-11-23T08:00:00Z')
const received = (delivery: Delivery): Delivery =>
  receive(delivery, { operator, deadline: at, openingHours: '' }, at)?.next ?? delivery

const step = fc.record({
  kind: fc.constantFrom('hold', 'callOff', 'handOver'),
  aftersale: fc.integer({ min: 0, max: 3 }),
  line: fc.integer({ min: 0, max: 2 }),
  qty: fc.integer({ min: 1, max: 4 }),
})

test('T06 whatever holds, calls off and hand-overs come, nothing is given twice or while it is held', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
      fc.array(step, { maxLength: 30 }),
      (qtys, steps) => {
        let delivery = received(task(qtys))
        const held = new Map<string, ReturnType<typeof hold>['holds'][number]>()
        let given = 0
        for (const { kind, aftersale, line: index, qty } of steps) {
          const claim = { aftersaleId: String(aftersale), lineId: String(index), askedQty: qty }
          const key = `${aftersale} ${index}`
          const known = held.get(key)
          if (kind === 'hold' && !known) {
            const change = hold(delivery, [claim])
            delivery = change.next
            for (const one of change.holds) held.set(key, one)
          } else if (kind === 'callOff' && known?.status !== 'CANCELLED') {
            const change = callOff(delivery, [claim], { held: known ? [known] : [], at })
            delivery = change.next
            for (const one of change.holds) held.set(key, one)
          } else if (kind === 'handOver' && (delivery.status === 'READY' || delivery.status === 'PARTIAL')) {
            const target = delivery.lines.find(({ id }) => id === String(index))
            const may = target ? remainingOf(target) : 0
            const allowed = new Map(delivery.lines.map(({ id, qty: all }) => [id, all]))
            const how = {
              verificationId: 'v',
              wanted: [{ lineId: String(index), qty }],
              allowed,
              method: 'CODE' as const,
              operator,
            }
            if (qty > may) expect(() => handOver(delivery, how, at)).toThrow()
            else {
              const change = handOver(delivery, how, at)
              delivery = change.next
              given += qty
            }
          }
          for (const one of delivery.lines) {
            expect(Math.min(one.pickedQty, one.heldQty, one.cancelledQty)).toBeGreaterThanOrEqual(0)
            expect(one.pickedQty + one.heldQty + one.cancelledQty).toBeLessThanOrEqual(one.qty)
          }
          expect(delivery.lines.reduce((sum, one) => sum + one.pickedQty, 0)).toBe(given)
        }
        const done = delivery.lines.every((one) => one.pickedQty + one.cancelledQty === one.qty)
        expect(deliveryMachine.isFinal(delivery.status)).toBe(done)
      },
    ),
  )
})

test('the table of states is product.md §6.8', () => {
  const finals = deliveryMachine.states.filter((state) => deliveryMachine.isFinal(state))
  expect(finals).toEqual(['VERIFIED', 'DELIVERED', 'CANCELLED'])
  const way = ['sort', 'load', 'depart', 'arrive', 'receive', 'verifyPart', 'verifyPart', 'verify'] as const
  let status = deliveryMachine.initial
  const states = way.map((event) => {
    status = deliveryMachine.next(status, event)
    return status
  })
  expect(states).toEqual([
    'SORTING',
    'LOADED',
    'IN_TRANSIT',
    'ARRIVED',
    'READY',
    'PARTIAL',
    'PARTIAL',
    'VERIFIED',
  ])
  const reached = new Set(
    deliveryMachine.states.flatMap((state) => Object.values(deliveryMachine.table[state] ?? {})),
  )
  expect([...deliveryMachine.states].filter((state) => !reached.has(state) && state !== 'PENDING')).toEqual(
    [],
  )
  expect(() => deliveryMachine.next('PENDING', 'verify')).toThrow('ILLEGAL_TRANSITION')
})
