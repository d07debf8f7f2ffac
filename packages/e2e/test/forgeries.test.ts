import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { call } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, Order, Paid } from '../src/views.ts'
import { manyBuyers } from './support/many.ts'
import { type Exchange, openProvider } from './support/provider.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'

// Callbacks that are not what they say, through the gateway, from a provider that signs as the real one (wechat.md §4).

const shop = openShop(usePlatform())
const database = useDatabaseOfPlatform()
const provider = openProvider(shop, database)
const { control: sim, callbacks: callbacksOf } = provider
const NOTIFY = '/payment-notifications/wechat/transactions'

let buyer: Buyer
let skuId: string
beforeAll(async () => {
  const [first] = await manyBuyers(shop, 'Forger', 1)
  const [sku] = await shop.firstSkus(1)
  if (!first || !sku) throw new Error('nobody to buy, or nothing')
  buyer = first
  skuId = sku.skuId
})

async function unpaid(): Promise<Order> {
  const order = await shop.place(
    buyer,
    await shop.settle(buyer, { items: [{ skuId, qty: 1 }], couponId: null }),
  )
  expect(order.status).toBe('PENDING_PAYMENT')
  return order
}

/** What payment-service believes, and how many of its notices it took. */
async function believed(orderId: string) {
  const { rows } = await database.query<{
    status: string
    paid_fen: number
    events: string
    notices: string
  }>(
    `select p.status, p.paid_fen,
            (select count(*) from payment.outbox o where o.type = 'payment.v1.PaymentSucceeded'
               and o.payload ->> 'orderId' = $1::text) as events,
            (select count(*) from payment.notifications n join payment.attempts a using (out_trade_no)
               where a.payment_id = p.id) as notices
     from payment.payments p where p.order_id = $1::uuid`,
    [orderId],
  )
  const [row] = rows
  return (
    row && {
      status: row.status,
      paidFen: row.paid_fen,
      events: Number(row.events),
      notices: Number(row.notices),
    }
  )
}

const UNTOUCHED = { status: 'PENDING', paidFen: 0, events: 0, notices: 0 }

describe('a callback that the provider did not sign like this', () => {
  test.each([
    ['wrong_key', 401],
    ['signtest', 401],
    ['stale_timestamp', 401],
    ['tampered_ciphertext', 400],
    ['xml_body', 401],
  ] as const)('%s is refused and changes nothing; the query heals it', async (kind, answer) => {
    const { id } = await unpaid()
    const number = await provider.numberOf(buyer, id)
    await sim('/faults', { kind, times: 'always', event: 'pay', out_trade_no: number })
    await shop.pay(buyer, id)
    expect(await believed(id)).toEqual(UNTOUCHED)
    const [callback] = await callbacksOf(number)
    expect(callback?.exchanges.map(({ status }) => status)).toEqual([answer])
    // The money is real: what the forged notice could not do, the next honest query does (product.md Y04).
    await shop.waitForStatus(buyer, id, { statuses: ['PREPARING'], timeoutMs: 40_000 })
    expect(await believed(id)).toMatchObject({ status: 'SUCCEEDED', events: 1, notices: 0 })
  })
})

describe('a callback that is signed well and says something else', () => {
  test.each(['altered_amount', 'foreign_mchid'] as const)('T11 %s pays nothing', async (kind) => {
    const { id } = await unpaid()
    const number = await provider.numberOf(buyer, id)
    await sim('/faults', { kind, times: 'always', event: 'pay', out_trade_no: number, mchid: '1900000001' })
    await shop.pay(buyer, id)
    expect(await believed(id)).toMatchObject({ status: 'QUARANTINED', paidFen: 0, events: 0 })
    expect((await shop.order(buyer, id)).status).toBe('PENDING_PAYMENT')
    const [callback] = await callbacksOf(number)
    expect(callback?.exchanges.every(({ status }) => status !== null && status < 500)).toBe(true)
  })

  test('an unknown event is taken and ignored', async () => {
    const { id } = await unpaid()
    const number = await provider.numberOf(buyer, id)
    const fault = { kind: 'unknown_event', event_type: 'TRANSACTION.SURPRISE', times: 'always', event: 'pay' }
    await sim('/faults', { ...fault, out_trade_no: number })
    await shop.pay(buyer, id)
    const [callback] = await callbacksOf(number)
    expect(callback?.exchanges.map(({ status }) => status)).toEqual([200])
    expect(await believed(id)).toMatchObject({ status: 'PENDING', paidFen: 0, events: 0 })
  })
})

describe('a genuine callback, used again', () => {
  let paid: Paid
  let order: Order
  let genuine: Exchange
  let callbackId: string
  beforeAll(async () => {
    order = await unpaid()
    paid = await shop.pay(buyer, order.id)
    await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
    const [callback] = await callbacksOf(paid.out_trade_no)
    const [exchange] = callback?.exchanges ?? []
    if (!callback || !exchange) throw new Error('the provider did not call back')
    callbackId = callback.id
    genuine = exchange
  })

  const send = (headers: Record<string, string>, body: string) =>
    fetch(shop.url(NOTIFY), { method: 'POST', headers, body }).then(({ status }) => status)
  const changed = (change: Record<string, string | undefined>) =>
    Object.fromEntries(
      Object.entries({ ...genuine.headers, ...change }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      ),
    )

  test('a thousand replays at sixteen at once change nothing', async () => {
    const before = await believed(order.id)
    const { statuses } = await sim<{ statuses: Record<string, number> }>(`/callbacks/${callbackId}/replay`, {
      count: 1_000,
      concurrency: 16,
    })
    expect(statuses).toEqual({ 200: 1_000 })
    expect(await believed(order.id)).toEqual(before)
    expect(before).toMatchObject({ status: 'SUCCEEDED', events: 1, notices: 1 })
    const { rows } = await database.query(
      `select 1 from "order".order_history where order_id = $1 and event in ('pay', 'payForGroup')`,
      [order.id],
    )
    expect(rows.length).toBe(1)
  })

  test('no signature, a broken one, an unknown key, an old time or other bytes are refused', async () => {
    const fresh = await unpaid()
    const { headers, body } = genuine
    const signature = headers['wechatpay-signature'] ?? ''
    const forgeries: Record<string, readonly [Record<string, string>, string]> = {
      'no signature': [changed({ 'wechatpay-signature': undefined }), body],
      'empty signature': [changed({ 'wechatpay-signature': '' }), body],
      'signature of something else': [changed({ 'wechatpay-nonce': 'a'.repeat(32) }), body],
      'probe prefix': [changed({ 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature.slice(19)}` }), body],
      'unknown serial': [changed({ 'wechatpay-serial': 'PUB_KEY_ID_0000000000000000000000000000' }), body],
      'no serial': [changed({ 'wechatpay-serial': undefined }), body],
      'an hour old': [
        changed({ 'wechatpay-timestamp': String(Number(headers['wechatpay-timestamp']) - 3_600) }),
        body,
      ],
      'one byte more': [headers, `${body} `],
      'another order': [
        headers,
        body.replaceAll(paid.out_trade_no, 'X'.repeat(paid.out_trade_no.length)).replace('"id"', '"ID"'),
      ],
      'an empty body': [headers, ''],
      'not JSON': [headers, '<xml><return_code>SUCCESS</return_code></xml>'],
    }
    for (const [name, [forgedHeaders, forgedBody]] of Object.entries(forgeries))
      expect([400, 401], name).toContain(await send(forgedHeaders, forgedBody))
    expect((await shop.order(buyer, fresh.id)).status).toBe('PENDING_PAYMENT')
    expect(await believed(order.id)).toMatchObject({ status: 'SUCCEEDED', events: 1, notices: 1 })
  })

  test('a body above the limit is cut off, a form is refused', async () => {
    expect(await send(genuine.headers, 'x'.repeat(100_000))).toBe(413)
    const form = changed({ 'content-type': 'application/x-www-form-urlencoded' })
    expect([400, 401, 415]).toContain(await send(form, 'out_trade_no=1'))
  })

  test('the service is alive and its answers are those of the provider’s protocol', async () => {
    const answer = await call('POST', shop.url(NOTIFY), { body: {} })
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({ code: 'FAIL' })
    await eventually(async () => expect((await shop.order(buyer, order.id)).status).toBe('PREPARING'))
  })
})
