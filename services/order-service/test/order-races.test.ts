import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import { OrderClosed, OrderCreated, OrderPaid, OrderPreparing } from '@linli/proto/order'
import { PaymentClosed, PaymentSucceeded } from '@linli/proto/payment'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import type { Work } from '../src/deps.ts'
import { failSaga, noteReserved } from '../src/orders/advance-saga.ts'
import { expireOrder } from '../src/orders/close-order.ts'
import {
  aPendingOrder,
  aSku,
  nextOrder,
  type OrderAnswer,
  paid,
  place,
  settle,
  startOrder,
} from './builders.ts'

const order = await startOrder({ SAGA_TIMEOUT_MS: '1500', PAYMENT_WINDOW_MINUTES: '15' })

test('pay, expire and cancel at once: exactly one wins, and the history is legal', async () => {
  const userId = randomUUID()
  const client = await order.as.user(userId)
  const orders = await Promise.all(Array.from({ length: 12 }, () => anOrderOf(client)))
  await Promise.all(
    orders.flatMap((placed) => [
      client.post(`/orders/${placed.id}/cancellations`),
      inTransaction(order.deps, (work: Work) => expireOrder(work, placed.id, 'PAY_TIMEOUT')),
      order.publish(PaymentSucceeded, paid(placed, userId)),
    ]),
  )
  await eventually(async () => (await statuses(orders)).every((status) => status === 'PREPARING'))
  for (const type of [OrderPaid, OrderPreparing]) {
    const told = (await order.published(type as typeof OrderPaid)).map(({ message }) => message.orderId)
    expect(orders.filter(({ id }) => told.filter((other) => other === id).length !== 1)).toEqual([])
  }
  expect(await order.published(OrderClosed)).toHaveLength(0)
})

test('payment says closed and paid in either order, many times: states never move backwards', async () => {
  const userId = randomUUID()
  const client = await order.as.user(userId)
  const orders = await Promise.all(Array.from({ length: 6 }, () => anOrderOf(client)))
  for (const placed of orders) {
    await inTransaction(order.deps, (work: Work) => expireOrder(work, placed.id, 'PAY_TIMEOUT'))
    const payment = paid(placed, userId)
    await Promise.all([
      order.publish(PaymentSucceeded, payment),
      order.publish(PaymentSucceeded, payment),
      order.publish(PaymentClosed, { orderId: placed.id, paymentId: payment.paymentId ?? '' }),
    ])
  }
  await eventually(async () =>
    (await statuses(orders)).every((status) => status === 'PREPARING' || status === 'CLOSED'),
  )
  const illegal = await order.database.query(
    `select order_id from order_history where from_status in ('CLOSED', 'COMPLETED') and to_status not in ('CLOSED', 'COMPLETED')`,
  )
  expect(illegal).toEqual([])
})

test('a saga that nobody answers closes by itself', async () => {
  const client = await order.as.user()
  const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 1 }])
  const { body } = await client.post<OrderAnswer>(
    '/orders',
    { quoteToken },
    { 'idempotency-key': randomUUID() },
  )
  await eventually(async () => {
    const { data } = (await client.get<OrderAnswer>(`/orders/${body.data.id}`)).body
    return data.status === 'CLOSED' && data.closeReason === 'SAGA_TIMEOUT'
  })
})

test('the last yes and the time-out at once: one of them decides, and neither waits for the other for ever', async () => {
  const client = await order.as.user()
  const ids: string[] = []
  const placing: Promise<unknown>[] = []
  for (let count = 0; count < 12; count += 1) {
    const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
    const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 1 }])
    placing.push(place(client, quoteToken))
    ids.push(await nextOrder(order, known))
  }
  let runs = 0
  // A transaction that is run a second time had met a deadlock.
  const once = (run: (work: Work) => Promise<unknown>) =>
    inTransaction(order.deps, (work: Work) => {
      runs += 1
      return run(work)
    })
  await Promise.all(ids.map((id) => once((work) => noteReserved(work, id, 'SLOT'))))
  await Promise.all(
    ids.flatMap((id) => [
      once((work) => noteReserved(work, id, 'STOCK')),
      once((work) => failSaga(work, id, { reason: 'SAGA_TIMEOUT', detail: '' })),
    ]),
  )
  expect(runs).toBe(3 * ids.length)
  const ended = await order.database.query(
    `select distinct o.status, saga.state from orders o join order_sagas saga on saga.order_id = o.id
     where o.id = any($1::uuid[]) and (o.status, saga.state) not in (('PENDING_PAYMENT', 'CONFIRMED'), ('CLOSED', 'CLOSED'))`,
    [ids],
  )
  expect(ended).toEqual([])
  await Promise.all(placing)
})

test('an unpaid order is asked to close when its window is over', async () => {
  const client = await order.as.user()
  const placed = await anOrderOf(client)
  await order.database.query(`update orders set expire_at = now() - interval '1 second' where id = $1`, [
    placed.id,
  ])
  await eventually(async () => (await client.get<OrderAnswer>(`/orders/${placed.id}`)).body.data.closing)
})

test('payment that is silent for ten minutes is told to people once, and nothing is released', async () => {
  const client = await order.as.user()
  const placed = await anOrderOf(client)
  await inTransaction(order.deps, (work: Work) => expireOrder(work, placed.id, 'PAY_TIMEOUT'))
  const told = () =>
    order.database.query(`select to_status from order_history where order_id = $1 and event = 'closeStuck'`, [
      placed.id,
    ])
  const look = () =>
    order.database.query(`update job set next_run_at = now() where name = 'order.alert-stuck-closes'`)
  await look()
  await order.database.query(`update orders set closing_at = now() - interval '11 minutes' where id = $1`, [
    placed.id,
  ])
  await look()
  await eventually(async () => (await told()).length === 1)
  await look()
  await jobIsDone('order.alert-stuck-closes')
  expect(await told()).toEqual([{ to_status: 'PENDING_PAYMENT' }])
  expect((await closedOf(placed.id)).length).toBe(0)
  await order.deliver(PaymentClosed, { orderId: placed.id, paymentId: randomUUID() })
  expect((await closedOf(placed.id)).length).toBe(1)
})

const closedOf = async (orderId: string) =>
  (await order.published(OrderClosed)).filter(({ message }) => message.orderId === orderId)

const jobIsDone = (name: string) =>
  eventually(async () => {
    const [job] = await order.database.query<{ done: boolean }>(
      `select next_run_at > now() and claimed_until is null as done from job where name = $1`,
      [name],
    )
    return job?.done === true
  })

test('partitions: this month and three ahead exist, and a missing one is made', async () => {
  const { rows } = await order.database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_inherits where inhparent = 'orders'::regclass`,
  )
  expect(rows[0]?.n).toBeGreaterThanOrEqual(4)
  const [made] = await order.database.query<{ made: boolean }>(
    `select ensure_order_month('2031-05-01') as made`,
  )
  const [again] = await order.database.query<{ made: boolean }>(
    `select ensure_order_month('2031-05-01') as made`,
  )
  expect([made?.made, again?.made]).toEqual([true, false])
})

const anOrderOf = async (client: Awaited<ReturnType<typeof order.as.user>>) => {
  const sku = aSku()
  turn = turn.then(() => aPendingOrder(order, client, [{ skuId: sku.skuId, qty: 1 }]))
  return turn as Promise<OrderAnswer>
}
let turn: Promise<unknown> = Promise.resolve()

async function statuses(orders: readonly OrderAnswer[]): Promise<string[]> {
  const rows = await order.database.query<{ status: string }>(
    'select status from orders where id = any($1::uuid[])',
    [orders.map(({ id }) => id)],
  )
  return rows.map(({ status }) => status)
}
