import { OrderCloseRequested } from '@linli/proto/order'
import {
  PaymentClosed,
  PaymentDuplicatePaid,
  PaymentLatePaid,
  PaymentSucceeded,
  RefundSucceeded,
} from '@linli/proto/payment'
import { eventually } from '@linli/testing'
import { afterEach, expect, test } from 'vitest'
import { type TestOrder, usePayWorld } from './support/pay-world.ts'

const world = await usePayWorld()
const { sim, service } = world
afterEach(() => sim.control.faults.clear())

const of = async <T extends { orderId: string }>(
  type: Parameters<typeof service.published<T>>[0],
  order: TestOrder,
) => (await service.published(type)).filter(({ message }) => message.orderId === order.orderId)

const outTradeNo = async (order: TestOrder) => (await world.attempts(order))[0]?.out_trade_no ?? ''

test('T02 an unpaid order is closed at the provider before anybody is told', async () => {
  const order = world.anOrder()
  const { cashier } = (await world.start(order)).body.data
  await world.requestClose(order)
  await world.becomes(order, 'CLOSED')
  expect(sim.control.order(await outTradeNo(order))).toMatchObject({ state: 'CLOSED', closed_by: 'merchant' })
  expect(await of(PaymentClosed, order)).toHaveLength(1)
  expect(await world.payWith(cashier)).toEqual({ paid: false, reason: 'ORDER_CLOSED' })
  expect(await world.start(order)).toMatchObject({ status: 409, body: { code: 1405 } })
})

test('an order that nobody began to pay leaves a tombstone that refuses whoever comes late', async () => {
  const order = world.anOrder()
  await world.requestClose(order)
  expect(await of(PaymentClosed, order)).toHaveLength(1)
  expect(await world.start(order)).toMatchObject({ status: 409, body: { code: 1405 } })
  expect(await world.attempts(order)).toEqual([])
})

test('T03 money that arrives between the query and the close wins: nothing is released', async () => {
  const order = world.anOrder()
  const { cashier } = (await world.start(order)).body.data
  sim.control.faults.set({ kind: 'latency', route: 'pay.close', ms: 600 })
  sim.control.faults.set({ kind: 'drop', event: 'pay', times: 'always' })
  await world.requestClose(order)
  await eventually(() => !sim.control.faults.list().some(({ kind }) => kind === 'latency'))
  expect(await world.payWith(cashier)).toMatchObject({ paid: true })
  await world.becomes(order, 'SUCCEEDED')
  expect(await of(PaymentSucceeded, order)).toHaveLength(1)
  expect(await of(PaymentClosed, order)).toEqual([])
})

test('a close whose answer is lost is tried again until it is certain', async () => {
  const order = world.anOrder()
  await world.start(order)
  sim.control.faults.set({ kind: 'reset_before', route: 'pay.close' })
  sim.control.faults.set({ kind: 'status', status: 500, route: 'pay.query' })
  await world.requestClose(order)
  await eventually(() => sim.control.faults.list().every(({ kind }) => kind !== 'status'))
  expect(await of(PaymentClosed, order)).toEqual([])
  expect((await world.payment(order)).closing_at).not.toBeNull()
  expect(await world.start(order)).toMatchObject({ status: 409, body: { code: 1404 } })
  await eventually(async () => {
    world.pass(6_000)
    return (await world.payment(order)).status === 'CLOSED'
  })
  expect(await of(PaymentClosed, order)).toHaveLength(1)
})

test('a close that stays uncertain for ten minutes is told to people once, and goes on', async () => {
  const order = world.anOrder()
  await world.start(order)
  sim.control.faults.set({ kind: 'status', status: 503, route: 'pay.query', times: 'always' })
  await world.requestClose(order)
  world.pass(10 * 60_000 + 1_000)
  await service.database.query("update job set next_run_at = now() where name = 'payment.alert-stuck-closes'")
  await eventually(async () => (await world.payment(order)).close_alerted === true)
  expect(await of(PaymentClosed, order)).toEqual([])
  sim.control.faults.clear()
  world.pass(61_000)
  await world.becomes(order, 'CLOSED')
})

test('a number whose prepay call may still be on its way is not closed before that call is over', async () => {
  const order = world.anOrder()
  sim.control.faults.set({ kind: 'latency', route: 'pay.order', ms: 1_500 })
  const starting = world.start(order)
  await eventually(async () => (await world.attempts(order)).length === 1)
  await world.requestClose(order)
  const started = await starting
  expect(started).toMatchObject({ status: 409, body: { code: 1405 } }) // its prepay id is not handed out any more
  await world.becomes(order, 'CLOSED')
  expect(sim.control.order(await outTradeNo(order))?.state).toBe('CLOSED')
})

test('T01 T12 money for a closed payment is late: it goes back in full by itself, and the payment stays closed', async () => {
  const order = world.anOrder()
  const { cashier } = (await world.start(order)).body.data
  await world.requestClose(order)
  await world.becomes(order, 'CLOSED')
  await world.payWith(cashier, { in_flight: true })
  await world.becomes(order, 'REFUNDED')
  const [late] = await of(PaymentLatePaid, order)
  expect(late?.message).toMatchObject({
    amountFen: order.amountFen,
    refundNo: expect.stringMatching(/^LLLP[0-9a-f]{32}$/),
  })
  expect(await of(RefundSucceeded, order)).toMatchObject([
    { message: { kind: 'LATE_PAID', amountFen: order.amountFen } },
  ])
  expect(await of(PaymentSucceeded, order)).toEqual([])
  expect(
    sim.control.refunds().filter(({ out_refund_no }) => out_refund_no === late?.message.refundNo),
  ).toHaveLength(1)
  expect(await world.audit()).toEqual([])
})

test('a second attempt that is paid too goes back under its own number', async () => {
  const order = world.anOrder()
  const first = await world.start(order)
  // The close of the first number was answered, yet its payment had been under way (wechat.md §3.4).
  await service.database.query(
    "update attempts set status = 'CLOSED', next_query_at = null where payment_id = $1",
    [first.body.data.payment.id],
  )
  const second = await world.start(order)
  await world.payWith(second.body.data.cashier)
  await world.becomes(order, 'SUCCEEDED')
  await world.payWith(first.body.data.cashier)
  const [duplicate] = await eventually(async () => {
    const events = await of(PaymentDuplicatePaid, order)
    expect(events).toHaveLength(1)
    return events
  })
  expect(duplicate?.message.refundNo).toMatch(/^LLDP[0-9a-f]{32}$/)
  await eventually(async () => (await world.refunds(order))[0]?.status === 'SUCCESS')
  expect(await world.payment(order)).toMatchObject({ status: 'SUCCEEDED', refunded_fen: 0, refunding_fen: 0 })
  expect(await of(PaymentSucceeded, order)).toHaveLength(1)
  expect(await world.audit()).toEqual([])
})

test('a quarantined payment lets its order go; what a query proves to be there goes back', async () => {
  const order = world.anOrder()
  const { cashier } = (await world.start(order)).body.data
  sim.control.faults.set({ kind: 'altered_amount', amount: 1 })
  await world.payWith(cashier)
  await world.becomes(order, 'QUARANTINED')
  await world.requestClose(order)
  await world.becomes(order, 'REFUNDED')
  expect(await of(PaymentClosed, order)).toHaveLength(1)
  expect(await world.refunds(order)).toMatchObject([{ kind: 'QUARANTINE', amount_fen: order.amountFen }])
  expect(await world.audit()).toEqual([])
})

test('paying and closing at once end in exactly one of the two, fifty times', {
  timeout: 120_000,
}, async () => {
  const orders = Array.from({ length: 50 }, () => world.anOrder())
  const started = await Promise.all(orders.map((order) => world.start(order)))
  await Promise.all(
    orders.flatMap((order, index) => [
      world.requestClose(order),
      new Promise((resolve) => setTimeout(resolve, (index % 10) * 80)).then(() => {
        const cashier = started[index]?.body.data.cashier
        return cashier && world.payWith(cashier)
      }),
    ]),
  )
  await eventually(
    async () => {
      for (const order of orders)
        expect(['SUCCEEDED', 'CLOSED']).toContain((await world.payment(order)).status)
    },
    { timeoutMs: 30_000 },
  )
  for (const order of orders) {
    const paid = sim.control.order(await outTradeNo(order))?.state === 'SUCCESS'
    expect((await world.payment(order)).status).toBe(paid ? 'SUCCEEDED' : 'CLOSED')
    expect(await of(PaymentSucceeded, order)).toHaveLength(paid ? 1 : 0)
    expect(await of(PaymentClosed, order)).toHaveLength(paid ? 0 : 1)
  }
  expect(await world.audit()).toEqual([])
})

test('a storm of shuffled copies, closes and queries ends with one effect per order', {
  timeout: 120_000,
}, async () => {
  const orders = Array.from({ length: 30 }, () => world.anOrder())
  const started = await Promise.all(orders.map((order) => world.start(order)))
  sim.control.faults.set({ kind: 'concurrent', event: 'pay', count: 10, times: 'always' })
  const storm = async (order: TestOrder, index: number): Promise<void> => {
    const data = started[index]?.body.data
    if (!data) throw new Error('not started')
    const user = await service.as.user(order.userId)
    const close = { ...order, requestedAt: world.clock.now() }
    await Promise.all([
      world.payWith(data.cashier),
      index % 2 === 0 ? service.publish(OrderCloseRequested, close) : Promise.resolve(),
      user.get(`/payments/${data.payment.id}`),
    ])
  }
  await Promise.all(orders.map(storm))
  await sim.control.callbacks.idle()
  await eventually(
    async () => {
      for (const order of orders)
        expect(['SUCCEEDED', 'CLOSED']).toContain((await world.payment(order)).status)
    },
    { timeoutMs: 30_000 },
  )
  for (const order of orders) {
    const paid = sim.control.order(await outTradeNo(order))?.state === 'SUCCESS'
    expect(await of(PaymentSucceeded, order)).toHaveLength(paid ? 1 : 0)
    expect((await world.payment(order)).status).toBe(paid ? 'SUCCEEDED' : 'CLOSED')
  }
  expect(await world.audit()).toEqual([])
})
