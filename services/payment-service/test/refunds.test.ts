import { randomUUID } from 'node:crypto'
import { AftersaleApproved } from '@linli/proto/order'
import { RefundAbnormal, RefundFailed, RefundSucceeded } from '@linli/proto/payment'
import { eventually } from '@linli/testing'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { claimRefunds } from '../src/refunds/claim-refunds.ts'
import { type TestOrder, usePayWorld } from './support/pay-world.ts'

const world = await usePayWorld()
const { sim, service } = world
afterEach(async () => {
  sim.control.faults.clear()
  // What a test leaves in the queue must not meet the faults of the next one.
  await service.database.query("update refunds set next_action_at = null where status <> 'SUCCESS'")
})

const of = async <T extends { orderId: string }>(
  type: Parameters<typeof service.published<T>>[0],
  order: TestOrder,
) => (await service.published(type)).filter(({ message }) => message.orderId === order.orderId)

const outcomeOf = async (
  order: TestOrder,
  outcome: 'SUCCESS' | 'CLOSED' | 'ABNORMAL' | 'USER_ACCOUNT_ABNORMAL',
) => sim.control.planRefund({ match: (await world.attempts(order))[0]?.out_trade_no ?? '', outcome })

const becomes = (order: TestOrder, ...statuses: string[]) =>
  eventually(async () => expect((await world.refunds(order)).map(({ status }) => status)).toEqual(statuses))

test('an approved after-sale is refunded in part, and the rest later, a minute apart', async () => {
  const order = await world.paid()
  const first = await world.approveAfterSale(order, 1000)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  const [event] = await of(RefundSucceeded, order)
  expect(event?.message).toMatchObject({
    kind: 'AFTERSALE',
    aftersaleId: first,
    amountFen: 1000,
    paymentRefundedFen: 1000,
    refundNo: `LLAS${first.replaceAll('-', '')}`,
    receivedAccount: '支付用户零钱',
  })
  await world.approveAfterSale(order, 1990)
  await becomes(order, 'SUCCESS', 'CREATED')
  world.pass(63_000)
  await world.becomes(order, 'REFUNDED')
  expect(await world.payment(order)).toMatchObject({ refunding_fen: 0, refunded_fen: 2990 })
  expect(await world.audit()).toEqual([])
})

test('the same after-sale told twice is refunded once', async () => {
  const order = await world.paid()
  const aftersaleId = await world.approveAfterSale(order, 500)
  await world.approveAfterSale(order, 500, { aftersaleId })
  await world.becomes(order, 'PARTIAL_REFUNDED')
  expect(await world.refunds(order)).toHaveLength(1)
  expect(await of(RefundSucceeded, order)).toHaveLength(1)
})

test('refunds never exceed the payment: what is too much is told, not thrown', async () => {
  const order = await world.paid()
  await world.approveAfterSale(order, 2000)
  await world.approveAfterSale(order, 1000)
  const failed = await of(RefundFailed, order)
  expect(failed).toMatchObject([
    { message: { code: 'REFUND_EXCEEDS_PAYMENT', amountFen: 1000, willRetry: false } },
  ])
  expect(await world.payment(order)).toMatchObject({ refund_count: 1 })
  expect(await world.audit()).toEqual([])
})

test('fifty after-sales at once share exactly what was paid', { timeout: 90_000 }, async () => {
  const order = await world.paid({ amountFen: 1000 })
  const { id: paymentId } = await world.payment(order)
  for (let count = 0; count < 50; count += 1) {
    const event = { ...order, aftersaleId: randomUUID(), paymentId, refundFen: 30, reason: '坏果' }
    await service.publish(AftersaleApproved, event)
  }
  await eventually(async () => (await world.refunds(order)).length === 50, { timeoutMs: 60_000 })
  const rows = await world.refunds(order)
  expect(rows.filter(({ status }) => status !== 'CLOSED')).toHaveLength(33)
  expect(await of(RefundFailed, order)).toHaveLength(17)
  expect(await world.audit()).toEqual([])
})

test('any sequence of refunds stays within the payment', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
      async (amounts) => {
        const order = await world.paid({ amountFen: 1500 })
        for (const amount of amounts) await world.approveAfterSale(order, amount)
        const rows = await world.refunds(order)
        const kept = rows.filter(({ status }) => status !== 'CLOSED')
        expect(kept.reduce((sum, { amount_fen }) => sum + amount_fen, 0)).toBeLessThanOrEqual(1500)
        expect(await world.audit()).toEqual([])
      },
    ),
    { numRuns: 8 },
  )
})

test('T10 a refund whose answer is lost is asked about, and not made twice', async () => {
  const order = await world.paid()
  sim.control.faults.set({ kind: 'drop', event: 'refund' })
  sim.control.faults.set({ kind: 'reset_after', route: 'refund.create' })
  await world.approveAfterSale(order, 700)
  await becomes(order, 'SUBMITTED')
  await eventually(() => sim.control.faults.list().length === 0)
  world.pass(11_000)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  expect(
    sim.control.refunds().filter(({ out_trade_no }) => out_trade_no === outTradeNoOf(order)),
  ).toHaveLength(1)
  expect(await of(RefundSucceeded, order)).toHaveLength(1)
})

test('T10 a crash between the call and the commit does not refund twice', async () => {
  const order = await world.paid()
  // The job's two halves by hand: the claim is committed, the provider called, then the process dies.
  await service.database.query(
    "update job set next_run_at = now() + interval '1 hour' where name = 'payment.drive-refunds'",
  )
  await world.approveAfterSale(order, 700)
  const [task] = await world.transaction((work) => claimRefunds(work, 10))
  if (!task) throw new Error('nothing claimed')
  const { outTradeNo, refund } = task
  const request = {
    outTradeNo,
    outRefundNo: refund.outRefundNo,
    reason: '坏果',
    refundFen: 700,
    totalFen: 2990,
  }
  sim.control.faults.set({ kind: 'drop', event: 'refund', times: 'always' })
  expect((await service.deps.channel.refund(request)).kind).toBe('ok')
  await service.database.query("update job set next_run_at = now() where name = 'payment.drive-refunds'")
  world.pass(11_000)
  await eventually(async () =>
    ['PROCESSING', 'SUCCESS'].includes((await world.refunds(order))[0]?.status ?? ''),
  )
  world.pass(61_000)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  expect(sim.control.refunds().filter((each) => each.out_trade_no === outTradeNo)).toHaveLength(1)
})

test('a refund notice that is lost is healed by asking', async () => {
  const order = await world.paid()
  sim.control.faults.set({ kind: 'drop', event: 'refund', times: 'always' })
  await world.approveAfterSale(order, 700)
  await becomes(order, 'PROCESSING')
  world.pass(61_000)
  await world.becomes(order, 'PARTIAL_REFUNDED')
})

test('a refund notice may overtake the answer, and come ten times', async () => {
  const order = await world.paid()
  sim.control.faults.set({ kind: 'concurrent', event: 'refund', count: 10 })
  await world.approveAfterSale(order, 700)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  await sim.control.callbacks.idle()
  expect(await of(RefundSucceeded, order)).toHaveLength(1)
  expect(await world.payment(order)).toMatchObject({ refunded_fen: 700, refunding_fen: 0 })
})

test('a short balance waits and goes on with the same number', async () => {
  const order = await world.paid()
  sim.control.settings.set({ opening_balance: -100_000_000 })
  await world.approveAfterSale(order, 700)
  await eventually(async () =>
    expect(await of(RefundFailed, order)).toMatchObject([
      { message: { code: 'NOT_ENOUGH', willRetry: true } },
    ]),
  )
  sim.control.settings.set({ opening_balance: 0 })
  world.pass(10 * 60_000 + 1_000)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  expect(await world.refunds(order)).toMatchObject([{ number: 1 }])
})

test('T09 a refund that the provider closes begins anew under another number, after a query has proven it', async () => {
  const order = await world.paid()
  await outcomeOf(order, 'CLOSED')
  await world.approveAfterSale(order, 700)
  await eventually(async () =>
    expect(await world.refunds(order)).toMatchObject([{ number: 2, status: 'CREATED' }]),
  )
  expect(await of(RefundFailed, order)).toMatchObject([{ message: { code: 'CLOSED', willRetry: true } }])
  await outcomeOf(order, 'SUCCESS')
  world.pass(63_000)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  expect((await world.refunds(order))[0]?.out_refund_no).toMatch(/-2$/)
  expect(await world.audit()).toEqual([])
})

test('money that the payer cannot take is for people, who settle it by hand with a proof', async () => {
  const order = await world.paid()
  await outcomeOf(order, 'ABNORMAL')
  await world.approveAfterSale(order, 700)
  await becomes(order, 'ABNORMAL')
  expect(await of(RefundAbnormal, order)).toHaveLength(1)
  const admin = await service.as.admin({ permissions: ['refund:read', 'refund:retry', 'refund:settle'] })
  const path = `/admin/refund-transactions/${(await world.refunds(order))[0]?.id}`
  // It hangs at the payer's account: another number would pay twice.
  expect(await admin.post(`${path}/retries`)).toMatchObject({ status: 409, body: { code: 1422 } })
  expect((await admin.post(`${path}/manual-settlements`, { proof: '' })).status).toBe(400)
  const settled = await admin.post(`${path}/manual-settlements`, { proof: '银行转账 2026112299' })
  expect(settled).toMatchObject({ status: 200, body: { data: { status: 'SUCCESS' } } })
  expect((await world.payment(order)).status).toBe('PARTIAL_REFUNDED')
  expect(await of(RefundSucceeded, order)).toHaveLength(1)
  expect((await admin.post(`${path}/manual-settlements`, { proof: '再来一次' })).status).toBe(409)
  const listed = await admin.get<{ items: unknown[] }>('/admin/refund-transactions?status=SUCCESS&pageSize=1')
  expect(listed.body.data.items).toHaveLength(1)
  expect((await (await service.as.admin()).get('/admin/refund-transactions')).status).toBe(403)
  expect(await world.audit()).toEqual([])
})

test('an account that is gone blocks the refund; a retry by people keeps the number that was never accepted', async () => {
  const order = await world.paid()
  await outcomeOf(order, 'USER_ACCOUNT_ABNORMAL')
  await world.approveAfterSale(order, 700)
  await becomes(order, 'ABNORMAL')
  await outcomeOf(order, 'SUCCESS')
  const admin = await service.as.admin({ permissions: ['refund:retry'] })
  const retried = await admin.post(
    `/admin/refund-transactions/${(await world.refunds(order))[0]?.id}/retries`,
  )
  expect(retried.status).toBe(200)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  expect(await world.refunds(order)).toMatchObject([{ number: 1 }])
})

test('a refusal that looks final is believed only when the provider does not know the refund', async () => {
  const order = await world.paid()
  await service.database.query(
    'update attempts set amount_fen = amount_fen, paid_fen = paid_fen + 1 where payment_id = (select id from payments where order_id = $1)',
    [order.orderId],
  )
  await world.approveAfterSale(order, 700) // total 2991 is not what the provider knows
  await becomes(order, 'CLOSED')
  expect(await of(RefundFailed, order)).toMatchObject([
    { message: { code: 'INVALID_REQUEST', willRetry: false } },
  ])
  expect(await world.payment(order)).toMatchObject({ refunding_fen: 700, refunded_fen: 0 })
  await service.database.query(
    'update attempts set paid_fen = amount_fen where payment_id = (select id from payments where order_id = $1)',
    [order.orderId],
  )
})

test('an after-sale without money, or of a payment older than a year, moves nothing', async () => {
  const order = await world.paid()
  const { id: paymentId } = await world.payment(order)
  await service.deliver(AftersaleApproved, { ...order, aftersaleId: randomUUID(), refundFen: 0, paymentId })
  expect(await world.refunds(order)).toEqual([])
  await service.database.query(
    "update payments set paid_at = paid_at - interval '366 days' where order_id = $1",
    [order.orderId],
  )
  await world.approveAfterSale(order, 100)
  expect(await of(RefundFailed, order)).toMatchObject([
    { message: { code: 'TRADE_OVERDUE', willRetry: false } },
  ])
})

function outTradeNoOf(order: TestOrder): string {
  const found = sim.control.orders().find(({ openid }) => openid === `o-${order.userId}`)
  return found?.out_trade_no ?? ''
}
