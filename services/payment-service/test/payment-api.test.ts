import { randomUUID } from 'node:crypto'
import { connect } from '@linli/grpc'
import { PaymentFailed, PaymentQueryDefinition, PaymentSucceeded } from '@linli/proto/payment'
import { eventually } from '@linli/testing'
import { afterAll, afterEach, expect, test } from 'vitest'
import { usePayWorld } from './support/pay-world.ts'

const world = await usePayWorld()
const { sim, service } = world
const grpc = connect(PaymentQueryDefinition, service.grpcAddress, { peer: 'payment' })
afterAll(() => grpc.close())
afterEach(() => sim.control.faults.clear())

test('a resident pays: the cashier accepts our signature, the notice makes the payment succeed', async () => {
  const order = world.anOrder()
  const started = await world.start(order)
  expect(started).toMatchObject({
    status: 201,
    body: { code: 201, data: { payment: { status: 'PENDING', amountFen: 2990 } } },
  })
  expect(await world.payWith(started.body.data.cashier)).toMatchObject({ paid: true })
  await world.becomes(order, 'SUCCEEDED')
  const [attempt] = await world.attempts(order)
  const events = (await service.published(PaymentSucceeded)).filter(
    ({ message }) => message.orderId === order.orderId,
  )
  expect(events).toHaveLength(1)
  expect(events[0]?.message).toMatchObject({
    amountFen: 2990,
    outTradeNo: attempt?.out_trade_no,
    userId: order.userId,
  })
  expect(sim.control.order(attempt?.out_trade_no ?? '')).toMatchObject({
    description: '番茄 等3件',
    total: 2990,
  })
  const user = await service.as.user(order.userId)
  const found = await user.get<{ items: unknown[] }>(`/payments?orderId=${order.orderId}`)
  expect(found.body.data.items).toMatchObject([{ status: 'SUCCEEDED', paidFen: 2990 }])
  expect(await grpc.getPaymentByOrder({ orderId: order.orderId })).toMatchObject({
    status: 'SUCCEEDED',
    paidFen: 2990,
  })
  const missing = randomUUID()
  const batch = await grpc.batchGetPayments({ orderIds: [order.orderId, missing] })
  expect(batch).toMatchObject({ payments: [{ orderId: order.orderId }], missingOrderIds: [missing] })
  expect(await world.audit()).toEqual([])
})

test('money on its way is counted: what may still be paid, and what has not come back yet', async () => {
  const userId = randomUUID()
  const amounts = () => grpc.getUserOpenAmounts({ userId })
  const nothing = { pendingPayments: 0, pendingFen: 0, openRefunds: 0, refundingFen: 0 }
  expect(await amounts()).toMatchObject(nothing)
  await world.start(world.anOrder({ userId }))
  expect(await amounts()).toMatchObject({ ...nothing, pendingPayments: 1, pendingFen: 2990 })
  const paid = await world.paid({ userId })
  expect(await amounts()).toMatchObject({ ...nothing, pendingPayments: 1, pendingFen: 2990 })
  await service.database.query(
    `insert into refunds (id, payment_id, attempt_id, kind, aftersale_id, refund_no, out_refund_no, number, status, amount_fen,
       total_fen, reserved, reason, submit_count, poll_count, created_at, updated_at, version)
     select gen_random_uuid(), id, attempt_id, 'AFTERSALE', gen_random_uuid(), 'RF1', 'RF1', 1, 'ABNORMAL', 500, amount_fen, true,
       '', 1, 1, now(), now(), 1 from payments where order_id = $1`,
    [paid.orderId],
  )
  expect(await amounts()).toMatchObject({ pendingPayments: 1, openRefunds: 1, refundingFen: 500 })
})

test('going on with a payment reuses the prepay id while it lives, then asks for another under the same number', async () => {
  const order = world.anOrder()
  const first = await world.start(order)
  const second = await world.start(order)
  expect(second.body.data.cashier.package).toBe(first.body.data.cashier.package)
  await service.database.query('update attempts set prepay_expires_at = now() where payment_id = $1', [
    first.body.data.payment.id,
  ])
  const third = await world.start(order)
  expect(third.body.data.cashier.package).not.toBe(first.body.data.cashier.package)
  expect(await world.attempts(order)).toHaveLength(1)
})

test('T29 eight first calls at once make one payment with one number', async () => {
  const order = world.anOrder()
  const answers = await Promise.all(Array.from({ length: 8 }, () => world.start(order)))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201))
  expect(new Set(answers.map(({ body }) => body.data.payment.id)).size).toBe(1)
  expect(await world.attempts(order)).toHaveLength(1)
})

test('the same key with another body is refused', async () => {
  const userId = randomUUID()
  const [one, two] = [world.anOrder({ userId }), world.anOrder({ userId })]
  const key = randomUUID()
  expect((await world.start(one, key)).status).toBe(201)
  expect((await world.start(one, key)).status).toBe(201)
  expect(await world.start(two, key)).toMatchObject({ status: 409, body: { code: 1003 } })
})

test('another resident sees nothing of it', async () => {
  const order = world.anOrder()
  const { payment } = (await world.start(order)).body.data
  const stranger = await service.as.user()
  expect((await stranger.get(`/payments/${payment.id}`)).status).toBe(404)
  expect(
    (await stranger.get<{ items: unknown[] }>(`/payments?orderId=${order.orderId}`)).body.data.items,
  ).toEqual([])
  expect(
    (await stranger.post('/payments', { orderId: order.orderId }, { 'idempotency-key': randomUUID() }))
      .status,
  ).toBe(404)
})

test('an order that cannot be paid is refused with its reason', async () => {
  const order = world.anOrder()
  const payable = world.orders.get(order.orderId)
  if (!payable) throw new Error('no order')
  world.orders.set(order.orderId, { ...payable, payable: false, reason: 'EXPIRED' })
  expect(await world.start(order)).toMatchObject({ status: 422, body: { code: 1403 } })
  world.orders.set(order.orderId, { ...payable, payable: false, reason: 'CLOSED' })
  expect(await world.start(order)).toMatchObject({ status: 409, body: { code: 1405 } })
})

test('a changed price closes the old number at the provider before another one is handed out', async () => {
  const order = world.anOrder()
  await world.start(order)
  const payable = world.orders.get(order.orderId)
  if (!payable) throw new Error('no order')
  world.orders.set(order.orderId, { ...payable, payableFen: 1990 })
  const again = await world.start(order)
  expect(again).toMatchObject({ status: 201, body: { data: { payment: { amountFen: 1990 } } } })
  const [old, fresh] = await world.attempts(order)
  expect([old?.status, fresh?.status]).toEqual(['CLOSED', 'PREPAY'])
  expect(sim.control.order(old?.out_trade_no ?? '')?.state).toBe('CLOSED')
  await world.payWith(again.body.data.cashier)
  await world.becomes(order, 'SUCCEEDED')
})

test('a lost prepay answer is UNKNOWN, never failed: the next call goes on with the same number', async () => {
  const order = world.anOrder()
  sim.control.faults.set({ kind: 'reset_after', route: 'pay.order' })
  expect(await world.start(order)).toMatchObject({ status: 503, body: { code: 1409 } })
  expect(await world.attempts(order)).toMatchObject([{ status: 'UNKNOWN' }])
  const again = await world.start(order)
  expect(again.status).toBe(201)
  expect(await world.attempts(order)).toHaveLength(1)
  await world.payWith(again.body.data.cashier)
  await world.becomes(order, 'SUCCEEDED')
})

test.each(['bad_signature', 'signtest_response', 'truncated_body', 'reset_before'] as const)(
  'an answer spoiled by %s decides nothing',
  async (kind) => {
    const order = world.anOrder()
    sim.control.faults.set({ kind, route: 'pay.order' })
    expect((await world.start(order)).status).toBe(503)
    expect((await world.start(order)).status).toBe(201)
  },
)

test('a crash between the prepay call and its commit leaves a number that the next call goes on with', async () => {
  const order = world.anOrder()
  const { channel } = service.deps
  const { prepare } = channel
  const dieAfter: typeof prepare = async (request) => {
    await prepare(request)
    throw new Error('killed')
  }
  Object.assign(channel, { prepare: dieAfter })
  expect((await world.start(order)).status).toBe(500)
  Object.assign(channel, { prepare })
  expect(await world.attempts(order)).toMatchObject([{ status: 'CREATED', prepay_id: null }])
  const again = await world.start(order)
  expect(again.status).toBe(201)
  expect(await world.attempts(order)).toHaveLength(1)
  expect(sim.control.orders().filter(({ openid }) => openid === `o-${order.userId}`)).toHaveLength(1)
  await world.payWith(again.body.data.cashier)
  await world.becomes(order, 'SUCCEEDED')
})

test('a refused first call fails the attempt and is told', async () => {
  const order = world.anOrder({ amountFen: 100 })
  const payable = world.orders.get(order.orderId)
  if (!payable) throw new Error('no order')
  sim.control.settings.set({ strict_openid: true })
  expect(await world.start(order)).toMatchObject({ status: 422, body: { code: 1408 } })
  sim.control.settings.set({ strict_openid: false })
  const events = (await service.published(PaymentFailed)).filter(
    ({ message }) => message.orderId === order.orderId,
  )
  expect(events).toMatchObject([{ message: { code: 'PARAM_ERROR' } }])
  expect((await world.start(order)).status).toBe(201)
  expect((await world.attempts(order)).map(({ status }) => status)).toEqual(['FAILED', 'PREPAY'])
})

test('T33 a notice that never comes is healed when the client looks', async () => {
  const order = world.anOrder()
  const { payment, cashier } = (await world.start(order)).body.data
  sim.control.faults.set({ kind: 'drop', event: 'pay', times: 'always' })
  await world.payWith(cashier)
  world.pass(4_000)
  const user = await service.as.user(order.userId)
  const seen = await user.get<{ status: string }>(`/payments/${payment.id}`)
  expect(seen.body.data.status).toBe('SUCCEEDED')
})

test('T33 a notice that never comes is healed by the active query when nobody looks', async () => {
  const order = world.anOrder()
  const { cashier } = (await world.start(order)).body.data
  sim.control.faults.set({ kind: 'drop', event: 'pay', times: 'always' })
  await world.payWith(cashier)
  world.pass(6_000)
  await world.becomes(order, 'SUCCEEDED')
})

test('a notice that overtakes the prepay answer is applied', async () => {
  const order = world.anOrder()
  sim.control.faults.set({ kind: 'before_response' })
  await world.start(order)
  await world.becomes(order, 'SUCCEEDED')
  expect(
    (await service.published(PaymentSucceeded)).filter(({ message }) => message.orderId === order.orderId),
  ).toHaveLength(1)
})

test('the backup host answers when the main one cannot be reached', async () => {
  const lonely = await usePayWorld({
    env: { WECHATPAY_BASE_URL: 'http://127.0.0.1:1', WECHATPAY_BACKUP_URL: sim.url },
  })
  // The second world has keys of its own; the first one's simulator refuses them, which shows that it was reached.
  const order = lonely.anOrder()
  expect((await lonely.start(order)).body).toMatchObject({ code: 1408 })
  await eventually(async () => (await lonely.attempts(order))[0]?.status === 'FAILED')
})

test('staff look at payments, ask the provider, and need the permission for it', async () => {
  const order = world.anOrder()
  const { payment, cashier } = (await world.start(order)).body.data
  sim.control.faults.set({ kind: 'drop', event: 'pay', times: 'always' })
  await world.payWith(cashier)
  const admin = await service.as.admin({ permissions: ['payment:read', 'payment:query'] })
  const listed = await admin.get<{ items: unknown[]; total: number }>(
    `/admin/payments?orderNo=${order.orderNo}`,
  )
  expect(listed.body.data).toMatchObject({ total: 1, items: [{ id: payment.id }] })
  const asked = await admin.post(`/admin/payments/${payment.id}/queries`)
  expect(asked.body.data).toMatchObject({ status: 'SUCCEEDED', attempts: [{ status: 'SUCCESS' }] })
  expect((await admin.get(`/admin/payments/${payment.id}`)).body.data).toMatchObject({
    history: [{ event: 'create' }, { event: 'prepay' }, { event: 'succeed' }],
  })
  const nobody = await service.as.admin()
  expect((await nobody.get('/admin/payments')).status).toBe(403)
  expect((await (await service.as.user()).get('/admin/payments')).status).toBe(401)
})

test('payment methods are listed', async () => {
  const user = await service.as.user()
  expect((await user.get('/payment-methods')).body.data).toMatchObject({
    items: [{ channel: 'WECHAT', enabled: true }],
  })
})
