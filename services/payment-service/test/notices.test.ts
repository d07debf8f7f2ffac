import {
  createCipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PaymentQuarantined, PaymentSucceeded } from '@linli/proto/payment'
import { afterEach, describe, expect, test } from 'vitest'
import { type TestOrder, usePayWorld } from './support/pay-world.ts'

const world = await usePayWorld()
const { sim, service, keysDir } = world
const URL = `${service.url}/api/v1/payment-notifications/wechat/transactions`
const read = (name: string) => readFileSync(join(keysDir, name), 'utf8')
const platformKey = createPrivateKey(read('platform.key.pem'))
const [platformId = ''] = Object.keys(JSON.parse(read('platform.pub.json')) as object)
const apiV3Key = Buffer.from(read('apiv3.key').trim())
const app = JSON.parse(read('app.json')) as { appId: string; mchid: string }

afterEach(() => sim.control.faults.clear())

/** A pay notice as the provider would send it, with whatever a test wants to change. */
type Change = { id?: string; trade?: Record<string, unknown>; associatedData?: string; eventType?: string }

function noticeBody(trade: Record<string, unknown>, { id, associatedData, eventType }: Change = {}): string {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from('transaction'))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(trade)), cipher.final(), cipher.getAuthTag()])
  return JSON.stringify({
    id: id ?? randomUUID(),
    create_time: new Date().toISOString(),
    resource_type: 'encrypt-resource',
    event_type: eventType ?? 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: associatedData ?? 'transaction',
      nonce,
    },
  })
}

type Signer = { id: string; key: KeyObject }
const PLATFORM: Signer = { id: platformId, key: platformKey }

function signed(
  body: string,
  timestamp = Math.floor(world.clock.now().getTime() / 1000),
  { id, key }: Signer = PLATFORM,
): Record<string, string> {
  const nonce = randomBytes(16).toString('hex')
  const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key)
  return {
    'content-type': 'application/json',
    'wechatpay-timestamp': String(timestamp),
    'wechatpay-nonce': nonce,
    'wechatpay-serial': id,
    'wechatpay-signature': signature.toString('base64'),
  }
}

const send = async (body: string, headers = signed(body)) => {
  const response = await fetch(URL, { method: 'POST', body, headers })
  const answer: unknown = JSON.parse((await response.text()) || 'null')
  return { status: response.status, answer }
}

const tradeOf = async (order: TestOrder, change: Record<string, unknown> = {}) => ({
  appid: app.appId,
  mchid: app.mchid,
  out_trade_no: (await world.attempts(order))[0]?.out_trade_no,
  transaction_id: `42000${randomBytes(8).toString('hex')}`,
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  success_time: '2026-11-22T20:00:00+08:00',
  payer: { openid: 'o' },
  amount: { total: order.amountFen, payer_total: order.amountFen, currency: 'CNY' },
  ...change,
})

const waiting = async () => {
  const order = world.anOrder()
  const { cashier } = (await world.start(order)).body.data
  return { order, cashier }
}
const succeeded = async (order: TestOrder) =>
  (await service.published(PaymentSucceeded)).filter(({ message }) => message.orderId === order.orderId)

describe('forgeries change nothing and are refused', () => {
  type Forgery = (body: string) => [string, Record<string, string>]
  const without = (headers: Record<string, string>, name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
  const forgeries: Record<string, Forgery> = {
    'no signature': (body) => [body, without(signed(body), 'wechatpay-signature')],
    'no timestamp': (body) => [body, without(signed(body), 'wechatpay-timestamp')],
    'no nonce': (body) => [body, without(signed(body), 'wechatpay-nonce')],
    'no serial': (body) => [body, without(signed(body), 'wechatpay-serial')],
    'an unknown serial': (body) => [body, { ...signed(body), 'wechatpay-serial': 'PUB_KEY_ID_0000' }],
    'a doubled header': (body) => [body, { ...signed(body), 'wechatpay-nonce': 'a, b' }],
    'a signature of something else': (body) => [
      body,
      { ...signed(body), 'wechatpay-signature': signed('x')['wechatpay-signature'] ?? '' },
    ],
    'a signature that is no base64': (body) => [body, { ...signed(body), 'wechatpay-signature': '%%%' }],
    'a probe signature': (body) => [
      body,
      {
        ...signed(body),
        'wechatpay-signature': `WECHATPAY/SIGNTEST/${signed(body)['wechatpay-signature']?.slice(19)}`,
      },
    ],
    'one changed byte': (body) => [body.replace('支付成功', '支付成切'), signed(body)],
    'a timestamp 301 s old': (body) => [
      body,
      signed(body, Math.floor(world.clock.now().getTime() / 1000) - 302),
    ],
    'a timestamp 301 s ahead': (body) => [
      body,
      signed(body, Math.floor(world.clock.now().getTime() / 1000) + 302),
    ],
    'a timestamp that is no number': (body) => [body, { ...signed(body), 'wechatpay-timestamp': 'now' }],
  }
  test.each(Object.keys(forgeries))('%s', async (name) => {
    const { order } = await waiting()
    const [body, headers] = forgeries[name]?.(noticeBody(await tradeOf(order))) ?? ['', {}]
    expect(await send(body, headers)).toMatchObject({ status: 401, answer: { code: 'FAIL' } })
    expect((await world.payment(order)).status).toBe('PENDING')
  })

  const unreadable: Record<string, () => Promise<string>> = {
    'the associated data changed': async () =>
      noticeBody(await tradeOf((await waiting()).order), { associatedData: 'refund' }),
    'no JSON at all': async () => '<xml><return_code>SUCCESS</return_code></xml>',
    'a form': async () => 'a=b&c=d',
    'an empty body': async () => '',
    'a list': async () => '[]',
    'a resource of another shape': async () => noticeBody({ trade_state: 'SUCCESS' }),
    'an amount as text': async () =>
      noticeBody(await tradeOf((await waiting()).order, { amount: { total: '2990', currency: 'CNY' } })),
  }
  test.each(Object.keys(unreadable))('signed, but %s', async (name) => {
    const body = (await unreadable[name]?.()) ?? ''
    expect(await send(body)).toMatchObject({ status: 400, answer: { code: 'FAIL' } })
  })

  test('a body above 64 KB', async () => {
    const body = JSON.stringify({ id: 'x'.repeat(70_000) })
    expect(await send(body)).toMatchObject({ status: 413, answer: { code: 'FAIL' } })
  })

  test.each(['signtest', 'wrong_key', 'stale_timestamp', 'tampered_ciphertext', 'xml_body'] as const)(
    'the simulator sends %s, then the truth',
    async (kind) => {
      const { order, cashier } = await waiting()
      sim.control.faults.set({ kind })
      await world.payWith(cashier)
      const [told] = sim.control.callbacks.list({
        out_trade_no: (await world.attempts(order))[0]?.out_trade_no ?? '',
      })
      expect(told?.exchanges[0]?.status).toBeGreaterThanOrEqual(400)
      expect(told?.exchanges[0]?.status).toBeLessThan(500)
      expect((await world.payment(order)).status).toBe('PENDING')
      await sim.control.callbacks.resend(told?.id ?? '')
      await world.becomes(order, 'SUCCEEDED')
    },
  )
})

describe('T11 verified money that does not match is quarantined', () => {
  const mismatches: Record<string, [Record<string, unknown>, string]> = {
    'one fen more': [{ amount: { total: 2991, currency: 'CNY' } }, 'AMOUNT_MISMATCH'],
    'one fen less': [{ amount: { total: 2989, currency: 'CNY' } }, 'AMOUNT_MISMATCH'],
    'another currency': [{ amount: { total: 2990, currency: 'USD' } }, 'CURRENCY_MISMATCH'],
    'a foreign merchant': [{ mchid: '1900000001' }, 'MERCHANT_MISMATCH'],
    'a foreign app': [{ appid: 'wx0000000000000000' }, 'APP_MISMATCH'],
  }
  test.each(Object.keys(mismatches))('%s', async (name) => {
    const { order } = await waiting()
    const [change, reason] = mismatches[name] ?? [{}, '']
    expect(await send(noticeBody(await tradeOf(order, change)))).toMatchObject({ status: 200 })
    expect((await world.payment(order)).status).toBe('QUARANTINED')
    expect(await succeeded(order)).toEqual([])
    const [event] = (await service.published(PaymentQuarantined)).filter(
      ({ message }) => message.orderId === order.orderId,
    )
    expect(event?.message).toMatchObject({ reason, expectedFen: 2990 })
    expect(await world.start(order)).toMatchObject({ status: 409, body: { code: 1407 } })
  })

  test('a payer coupon of WeChat is no mismatch: the total counts', async () => {
    const { order, cashier } = await waiting()
    await sim.control.pay({ client: cashier, coupon: { amount: 500 }, wait: true })
    await world.becomes(order, 'SUCCEEDED')
  })

  test('a mismatch after the payment succeeded changes nothing', async () => {
    const order = await world.paid()
    const trade = await tradeOf(order, { amount: { total: 1, currency: 'CNY' } })
    expect((await send(noticeBody(trade))).status).toBe(200)
    expect((await world.payment(order)).status).toBe('SUCCEEDED')
  })
})

/** How many notices had this outcome, as operators see it. */
async function counted(outcome: string): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text()
  return Number(
    new RegExp(`^payment_notifications_total{.*outcome="${outcome}".*} (\\d+)`, 'm').exec(text)?.[1] ?? 0,
  )
}

test('a notice about a number that we do not know is answered 500, so that the provider sends it again', async () => {
  const { order } = await waiting()
  const body = noticeBody(await tradeOf(order, { out_trade_no: 'LL0000000000000000000000000' }))
  expect(await send(body)).toMatchObject({ status: 500, answer: { code: 'FAIL' } })
  expect(
    await service.database.query('select 1 from notifications where id = $1', [JSON.parse(body).id]),
  ).toEqual([])
})

test('an unknown kind of event is kept and accepted; one that is not success decides nothing', async () => {
  const { order } = await waiting()
  const trade = await tradeOf(order)
  expect((await send(noticeBody(trade, { eventType: 'TRANSACTION.SURPRISE' }))).status).toBe(200)
  expect((await send(noticeBody({ ...trade, trade_state: 'NOTPAY' }))).status).toBe(200)
  expect((await world.payment(order)).status).toBe('PENDING')
})

test('the same notice again is a repetition, and no second alarm', async () => {
  const { order } = await waiting()
  const body = noticeBody({ ...(await tradeOf(order)), trade_state: 'NOTPAY' })
  const before = { first: await counted('not-paid'), again: await counted('repeated') }
  for (let turn = 0; turn < 3; turn += 1) expect((await send(body)).status).toBe(200)
  expect((await counted('not-paid')) - before.first).toBe(1)
  expect((await counted('repeated')) - before.again).toBe(2)
})

test('T33 fifteen identical notices at once and one after another have one effect', async () => {
  const { order, cashier } = await waiting()
  sim.control.faults.set({ kind: 'concurrent', count: 8 })
  sim.control.faults.set({ kind: 'duplicate', count: 7 })
  await world.payWith(cashier)
  await sim.control.callbacks.idle()
  await world.becomes(order, 'SUCCEEDED')
  const [told] = sim.control.callbacks.list({
    out_trade_no: (await world.attempts(order))[0]?.out_trade_no ?? '',
  })
  expect(told?.exchanges.map(({ status }) => status)).toEqual(Array(15).fill(200))
  expect(await succeeded(order)).toHaveLength(1)
  const rows = await service.database.query(
    `select event from payment_history h join payments p on p.id = h.payment_id
    where p.order_id = $1 and event = 'succeed'`,
    [order.orderId],
  )
  expect(rows).toHaveLength(1)
})

test('a thousand replays of one notice have no effect and crash nothing', { timeout: 60_000 }, async () => {
  const { order, cashier } = await waiting()
  const paid = await world.payWith(cashier)
  if (!paid.paid) throw new Error(paid.reason)
  await world.becomes(order, 'SUCCEEDED')
  const { statuses } = await sim.control.callbacks.replay(paid.notification_id, {
    count: 1000,
    concurrency: 32,
  })
  expect(statuses).toEqual({ '200': 1000 })
  expect(await succeeded(order)).toHaveLength(1)
  expect(await world.audit()).toEqual([])
})

test('two notices with different ids about one payment have one effect', async () => {
  const { order } = await waiting()
  const trade = await tradeOf(order)
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(noticeBody(trade))))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(await succeeded(order)).toHaveLength(1)
})

test('a key that is added while the service runs is found, beside the old one', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const rotated = { id: 'PUB_KEY_ID_0099', key: privateKey }
  const { order } = await waiting()
  const body = noticeBody(await tradeOf(order))
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  const known = JSON.parse(read('platform.pub.json')) as object
  writeFileSync(join(keysDir, 'platform.pub.json'), JSON.stringify({ ...known, [rotated.id]: pem }))
  world.pass(61_000)
  expect((await send(body, signed(body, undefined, rotated))).status).toBe(200)
  expect((await world.payment(order)).status).toBe('SUCCEEDED')
  expect((await send(body)).status).toBe(200)
})
