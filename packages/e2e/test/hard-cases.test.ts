import { eventually, usePlatform } from '@linli/testing'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { call, dataOf } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, Order, Paid, StaffMember } from '../src/views.ts'
import { manyBuyers } from './support/many.ts'
import { openProvider } from './support/provider.ts'
import { levelOf, stockUp } from './support/stock.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'

// product.md §5 as a resident lives through it: the gateway in front, all eight services and the provider behind.

const shop = openShop(usePlatform())
const database = useDatabaseOfPlatform()
const provider = openProvider(shop, database)

let buyer: Buyer
let merchant: StaffMember
let skuId: string

beforeAll(async () => {
  const [first] = await manyBuyers(shop, 'HardCase', 1)
  const [sku] = await shop.firstSkus(1)
  if (!first || !sku) throw new Error('nobody to buy, or nothing')
  buyer = first
  skuId = sku.skuId
  merchant = await shop.staffLogIn(shop.accounts.merchant)
})

afterEach(() => call('DELETE', `${shop.simulator}/__sim/faults`))

const fault = (spec: object) => provider.control('/faults', spec)
async function level() {
  const { onHand, reserved, available } = await levelOf(shop, merchant, skuId)
  return { onHand, reserved, available }
}

async function unpaid(qty = 2): Promise<Order> {
  const settlement = await shop.settle(buyer, { items: [{ skuId, qty }], couponId: null })
  const order = await shop.place(buyer, settlement)
  expect(order.status).toBe('PENDING_PAYMENT')
  return order
}

const cancel = (orderId: string) =>
  dataOf<Order>('POST', shop.url(`/orders/${orderId}/cancellations`), { token: buyer.token })

/** The wallet of somebody who had confirmed before whatever came between. */
async function pay(orderId: string): Promise<Paid> {
  const { cashier } = await shop.startPayment(buyer, orderId)
  return provider.control<Paid>('/pay', { client: cashier, openid: buyer.openid, wait: true })
}

/** What the resident reads about an order, by the event that said it. */
async function toldAbout(orderId: string): Promise<string[]> {
  const { items } = await dataOf<{ items: { link: string; title: string }[] }>(
    'GET',
    shop.url('/messages?limit=50'),
    { token: buyer.token },
  )
  return items.filter(({ link }) => link === `/orders/${orderId}`).map(({ title }) => title)
}

async function timeline(orderId: string): Promise<string[]> {
  const steps = await dataOf<{ event: string }[]>('GET', shop.url(`/orders/${orderId}/timelines`), {
    token: buyer.token,
  })
  return steps.map(({ event }) => event)
}

test('T01 T13 a payment that lands after the close goes back in full by itself, and its owner is told', async () => {
  const before = await level()
  const order = await unpaid()
  const { cashier } = await shop.startPayment(buyer, order.id)
  const number = await provider.numberOf(buyer, order.id)
  await cancel(order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['CLOSED'] })
  await provider.control('/pay', { client: cashier, openid: buyer.openid, wait: true, in_flight: true })
  await eventually(
    async () => {
      expect(await provider.refunds(number)).toMatchObject([{ status: 'SUCCESS', refund: order.payableFen }])
      expect(await toldAbout(order.id)).toEqual(expect.arrayContaining(['付款已退回', '退款成功']))
    },
    { timeoutMs: 40_000 },
  )
  expect(await shop.order(buyer, order.id)).toMatchObject({ status: 'CLOSED', paymentStatus: 'UNPAID' })
  expect(await timeline(order.id)).toContain('latePaid')
  const { items } = await dataOf<{ items: unknown[] }>('GET', shop.url(`/payments?orderId=${order.id}`), {
    token: buyer.token,
  })
  expect(items).toMatchObject([{ status: 'REFUNDED' }])
  expect((await level()).available).toBe(before.available)
})

test('T02 nothing is released before the provider has closed the number', async () => {
  const before = await level()
  const order = await unpaid()
  const number = await provider.numberOf(buyer, order.id)
  await fault({ kind: 'status', status: 503, route: 'pay.close', times: 'always' })
  expect(await cancel(order.id)).toMatchObject({ status: 'PENDING_PAYMENT', closing: true })
  expect((await level()).available).toBe(before.available - 2)
  expect(await provider.trade(number)).toMatchObject({ state: 'NOTPAY' })
  await call('DELETE', `${shop.simulator}/__sim/faults`)
  await shop.waitForStatus(buyer, order.id, { statuses: ['CLOSED'], timeoutMs: 40_000 })
  expect(await provider.trade(number)).toMatchObject({ state: 'CLOSED', closed_by: 'merchant' })
  // Reserved goods of an earlier order may be committed meanwhile, which changes nothing of what is available.
  await eventually(async () => expect((await level()).available).toBe(before.available))
})

test('T03 a payment between the query and the close wins, and the goods stay the payer’s', async () => {
  const before = await level()
  const order = await unpaid()
  const number = await provider.numberOf(buyer, order.id)
  await fault({ kind: 'latency', route: 'pay.close', ms: 2_000 })
  const cancelling = cancel(order.id)
  // The query has been answered with NOTPAY; the close is on its way.
  await eventually(async () => expect(await provider.control('/faults')).toEqual([]), { timeoutMs: 20_000 })
  await provider.control('/pay', { out_trade_no: number, wait: true })
  expect(['PENDING_PAYMENT', 'PREPARING']).toContain((await cancelling).status)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'], timeoutMs: 40_000 })
  expect(await timeline(order.id)).not.toContain('close')
  await eventually(async () =>
    expect(await level()).toMatchObject({ onHand: before.onHand - 2, reserved: before.reserved }),
  )
})

test('T11 money of a wrong amount leaves the order alone; when that is cancelled, the money goes back', async () => {
  const order = await unpaid()
  const number = await provider.numberOf(buyer, order.id)
  await fault({ kind: 'altered_amount', times: 'always', event: 'pay', out_trade_no: number })
  await pay(order.id)
  expect((await shop.order(buyer, order.id)).status).toBe('PENDING_PAYMENT')
  await eventually(async () => expect(await timeline(order.id)).toContain('quarantined'))
  const again = await call('POST', shop.url('/payments'), {
    token: buyer.token,
    headers: { 'idempotency-key': order.id },
    body: { orderId: order.id },
  })
  expect(again).toMatchObject({ status: 409, body: { code: 1407 } })
  await cancel(order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['CLOSED'], timeoutMs: 40_000 })
  await eventually(
    async () =>
      expect(await provider.refunds(number)).toMatchObject([{ status: 'SUCCESS', refund: order.payableFen }]),
    { timeoutMs: 40_000 },
  )
})

test('T12 a notice that comes again when the goods are handed over moves nothing', async () => {
  const order = await unpaid()
  const { notification_id } = await pay(order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
  const verifier = await shop.staffLogIn(shop.accounts.verifier)
  await shop.receive(verifier, [order.id])
  await shop.waitForStatus(buyer, order.id, { statuses: ['READY_FOR_PICKUP'] })
  await shop.verify(verifier, await shop.pickupCode(buyer, order.id))
  await shop.waitForStatus(buyer, order.id, { statuses: ['COMPLETED'] })
  const before = await timeline(order.id)
  const { statuses } = await provider.control<{ statuses: object }>(`/callbacks/${notification_id}/replay`, {
    count: 20,
    concurrency: 4,
  })
  await provider.control(`/callbacks/${notification_id}/resend`, {})
  expect(statuses).toEqual({ 200: 20 })
  expect(await shop.order(buyer, order.id)).toMatchObject({ status: 'COMPLETED', paymentStatus: 'PAID' })
  expect(await timeline(order.id)).toEqual(before)
})

test('T15 two lines of one SKU are one demand: checked together, reserved together', async () => {
  const { available } = await level()
  await stockUp(shop, merchant, { skuId, available: 5 })
  const lines = (...qtys: number[]) => qtys.map((qty) => ({ skuId, qty }))
  const tooMany = await shop.settle(buyer, { items: lines(3, 3), couponId: null })
  expect(tooMany).toMatchObject({
    quoteToken: null,
    blockers: [{ kind: 'ITEM', reason: 'QTY_ABOVE_STOCK', skuId }],
  })
  const order = await shop.place(buyer, await shop.settle(buyer, { items: lines(3, 2), couponId: null }))
  expect(order).toMatchObject({ status: 'PENDING_PAYMENT', lines: [{ skuId, qty: 5 }] })
  expect(await level()).toMatchObject({ available: 0 })
  await cancel(order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['CLOSED'] })
  await stockUp(shop, merchant, { skuId, available })
})

test('T26 points worth more than the order are capped, and something remains to pay', async () => {
  const rich = await shop.logIn(shop.accounts.users[0].openid)
  const wishes = { items: [{ skuId, qty: 3 }], couponId: null, points: 10_000_000 }
  const settlement = await shop.settle(rich, wishes)
  expect(settlement.blockers).toEqual([])
  expect(settlement.totals.points).toBeGreaterThan(0)
  expect(settlement.totals.payableFen).toBeGreaterThanOrEqual(1)
  const order = await shop.place(rich, settlement)
  expect(order).toMatchObject({ status: 'PENDING_PAYMENT', payableFen: settlement.totals.payableFen })
  await dataOf('POST', shop.url(`/orders/${order.id}/cancellations`), { token: rich.token })
})

test('T33 fifteen copies of a notice pay once; one that never comes is made up for by asking', async () => {
  const order = await unpaid(1)
  const number = await provider.numberOf(buyer, order.id)
  await fault({ kind: 'duplicate', count: 14, event: 'pay', out_trade_no: number })
  await pay(order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
  const [callback] = await provider.callbacks(number)
  expect(callback?.exchanges.map(({ status }) => status)).toEqual(Array(15).fill(200))
  expect((await timeline(order.id)).filter((event) => event === 'pay')).toHaveLength(1)
  await eventually(async () => expect(await toldAbout(order.id)).toEqual(['支付成功']))

  const silent = await unpaid(1)
  await fault({
    kind: 'drop',
    times: 'always',
    event: 'pay',
    out_trade_no: await provider.numberOf(buyer, silent.id),
  })
  await pay(silent.id)
  await shop.waitForStatus(buyer, silent.id, { statuses: ['PREPARING'], timeoutMs: 40_000 })
})
