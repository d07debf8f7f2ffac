import { randomUUID } from 'node:crypto'
import { isAppError } from '@linli/core'
import { inTransaction, type Subscription } from '@linli/events'
import {
  AftersaleCompleted,
  AftersaleGoodsReleased,
  OrderClosed,
  OrderCreated,
  OrderPaid,
} from '@linli/proto/order'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Work } from '../src/deps.ts'
import { promotionLockSubscriptions } from '../src/promotion-locks/promotion-lock.subscriptions.ts'
import {
  type AnOrder,
  aCoupon,
  aLine,
  anOrder,
  aPromotion,
  audit,
  refundOf,
  startActivity,
} from './builders.ts'

const service = await startActivity()
const { database, deps } = service
const subscriptions = new Map(
  promotionLockSubscriptions(deps).map((each) => [each.type, each as Subscription]),
)

type Message = { readonly type: string; readonly payload: unknown }

/** The events of one order in their true order, with after-sales of the same goods where it was paid. */
function story(order: AnOrder, kind: 'closed' | 'paid' | 'refunded'): Message[] {
  const aftersaleId = randomUUID()
  const created = { type: OrderCreated.$type, payload: OrderCreated.fromPartial(order) }
  const paid = { type: OrderPaid.$type, payload: OrderPaid.fromPartial(order) }
  const closed = (wasPaid: boolean) => ({
    type: OrderClosed.$type,
    payload: OrderClosed.fromPartial({ ...order, paid: wasPaid }),
  })
  const lines = order.lines.map(({ lineId, skuId, qty, promotionId }) => ({
    lineId,
    skuId,
    qty,
    ...(promotionId && { promotionId }),
  }))
  const released = AftersaleGoodsReleased.fromPartial({ orderId: order.orderId, aftersaleId, lines })
  if (kind === 'closed') return [created, closed(false)]
  if (kind === 'paid') return [created, paid]
  return [
    created,
    paid,
    { type: AftersaleGoodsReleased.$type, payload: released },
    {
      type: AftersaleCompleted.$type,
      payload: AftersaleCompleted.fromPartial({ ...refundOf(order), aftersaleId }),
    },
    closed(true),
  ]
}

/** Delivers as the broker would: what fails comes again after the others, as long as anything moves. */
async function deliverAll(messages: readonly Message[]): Promise<void> {
  let waiting = [...messages]
  for (let round = 0; waiting.length > 0 && round < messages.length + 1; round += 1) {
    const again: Message[] = []
    for (const message of waiting) {
      try {
        await inTransaction(deps, async (work: Work) => {
          const meta = {
            id: randomUUID(),
            occurredAt: work.now,
            aggregateId: '',
            aggregateVersion: 0,
            correlationId: '',
          }
          await subscriptions.get(message.type)?.handle(work, message.payload, meta)
        })
      } catch (error) {
        if (!isAppError(error)) throw error
        again.push(message)
      }
    }
    waiting = again
  }
  expect(waiting).toEqual([])
}

async function stateOf({ orderId, couponId }: AnOrder, promotionId: string) {
  const [coupon] = await database.query<{ status: string; return_count: number }>(
    'select status, return_count from user_coupons where id = $1',
    [couponId],
  )
  const [lock] = await database.query<{ status: string }>(
    'select status from promotion_locks where order_id = $1',
    [orderId],
  )
  const [quota] = await database.query<{ taken: number }>(
    'select taken from promotion_quotas where promotion_id = $1',
    [promotionId],
  )
  return { coupon: coupon?.status, returns: coupon?.return_count, lock: lock?.status, taken: quota?.taken }
}

const FINAL = {
  paid: { coupon: 'USED', returns: 0, lock: 'USED', taken: 2 },
  refunded: { coupon: 'UNUSED', returns: 1, lock: 'RETURNED', taken: 0 },
}

test('any order and repetition of the events of one order ends in the same state', {
  timeout: 120_000,
}, async () => {
  const kinds = fc.constantFrom('closed', 'paid', 'refunded')
  const disorder = fc.record({
    kind: kinds,
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    twice: fc.nat(31),
  })
  await fc.assert(
    fc.asyncProperty(disorder, async ({ kind, order: numbers, twice }) => {
      const [userId, skuId] = [randomUUID(), randomUUID()]
      const couponId = await aCoupon(service, userId)
      const promotionId = await aPromotion(service, {
        rule: { type: 'LIMITED_DISCOUNT', discountBp: 8_000, prices: [] },
        scope: { kind: 'SKU', ids: [skuId] },
        quotas: [{ skuId, quota: 10, perUserLimit: null }],
      })
      const line = aLine({
        skuId,
        unitPriceFen: 2_000,
        qty: 2,
        memberDiscountFen: 800,
        couponDiscountFen: 500,
        promotionId,
      })
      const order = anOrder({ userId, couponId, lines: [line] })
      const events = story(order, kind)
      const repeated = [...events, ...events.filter((_, index) => twice & (1 << index))]
      const shuffled = repeated
        .map((message) => ({ message, at: numbers.next().value }))
        .sort((a, b) => a.at - b.at)
      await deliverAll(shuffled.map(({ message }) => message))
      const state = await stateOf(order, promotionId)
      if (kind === 'closed') {
        // Released, or refused by the tombstone: nothing is held either way.
        expect(['RELEASED', 'REJECTED']).toContain(state.lock)
        expect(state).toMatchObject({ coupon: 'UNUSED', returns: 0, taken: 0 })
      } else expect(state).toEqual(FINAL[kind])
    }),
    { numRuns: 40 },
  )
  expect(await audit(database)).toEqual([])
})
