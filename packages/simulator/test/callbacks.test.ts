import { createPublicKey } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openAead } from '../src/crypto/aead.ts'
import { responseMessage, verifyRsa } from '../src/crypto/rsa.ts'
import { RETRY_SECONDS } from '../src/pay/notification.ts'
import { type Received, useReceiver } from './support/receiver.ts'
import { paidOrder, refundBody, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const receiver = useReceiver()

afterEach(() => world().sim.control.reset())

const history = (outTradeNo: string) => world().sim.control.callbacks.list({ out_trade_no: outTradeNo })

const verifies = ({ headers, body }: Received): boolean => {
  const header = (name: string) => String(headers[name])
  const message = responseMessage(header('wechatpay-timestamp'), header('wechatpay-nonce'), body)
  const pem = world().keys.publicKeys[header('wechatpay-serial')]
  return pem !== undefined && verifyRsa(message, header('wechatpay-signature'), createPublicKey(pem))
}

const opened = ({ body }: Received): Record<string, unknown> => {
  const { resource } = JSON.parse(body) as {
    resource: Record<'nonce' | 'associated_data' | 'ciphertext', string>
  }
  const { nonce, associated_data: associatedData, ciphertext } = resource
  return JSON.parse(openAead({ nonce, associatedData, ciphertext }, world().keys.apiV3Key))
}

describe('callbacks', () => {
  it('follows the documented table: fifteen retries in 24 h 4 min', async () => {
    receiver.answer = () => 500
    const { control } = world().sim
    control.clock.set({ frozen: true })
    const start = control.clock.get().now
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    await control.clock.advance(25 * 3_600_000)
    const [callback] = history(outTradeNo)
    expect(callback?.state).toBe('exhausted')
    const times = callback?.attempts.map(({ at }) => at - start) ?? []
    const waits = times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1000)
    expect(waits).toEqual([
      15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
    ])
    expect(RETRY_SECONDS.reduce((sum, wait) => sum + wait, 0)).toBe(24 * 3600 + 240)
    expect(receiver.received).toHaveLength(16)
  })

  it('signs every try anew under the same id, with the real time of the wire', async () => {
    receiver.answer = (_, index) => (index < 2 ? 502 : 204)
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    await world().sim.control.clock.advance(40_000)
    expect(receiver.received).toHaveLength(3)
    expect(receiver.received.every(verifies)).toBe(true)
    const ids = receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id)
    expect(new Set(ids).size).toBe(1)
    const stamps = receiver.received.map(({ headers }) => Number(headers['wechatpay-timestamp']))
    for (const stamp of stamps) expect(Math.abs(stamp - Date.now() / 1000)).toBeLessThan(30)
    expect(history(outTradeNo)[0]?.state).toBe('delivered')
  })

  it.each([201, 202, 301, 400, 404, 503])('counts %i as a failure', async (status) => {
    receiver.answer = () => status
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    expect(history(outTradeNo)[0]).toMatchObject({ state: 'pending', attempts: [{ status }] })
  })

  it('gives up on an answer that takes more than five seconds', async () => {
    receiver.answer = () => 'hang'
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    const [attempt] = history(outTradeNo)[0]?.attempts ?? []
    expect(attempt).toMatchObject({ status: null, error: expect.stringContaining('Timeout') })
    expect(attempt?.ms).toBeGreaterThanOrEqual(4900)
  })

  it('tells of a refund with refund_status and its own event type', async () => {
    const { sim, call } = world()
    for (const outcome of ['SUCCESS', 'ABNORMAL', 'CLOSED'] as const) {
      const outTradeNo = await paidOrder(world())
      sim.control.planRefund({ match: '*', outcome, delay_ms: 0 })
      receiver.received.length = 0
      const body = refundBody(outTradeNo, { notify_url: receiver.url })
      await call('POST', '/v3/refund/domestic/refunds', { body })
      await sim.control.clock.advance(10)
      const [first] = receiver.received
      if (!first) throw new Error('no refund callback')
      expect(verifies(first)).toBe(true)
      expect(JSON.parse(first.body)).toMatchObject({ event_type: `REFUND.${outcome}` })
      expect(opened(first)).toMatchObject({ out_refund_no: body.out_refund_no, refund_status: outcome })
      expect(opened(first)).not.toHaveProperty('status')
    }
  })

  it('notifies a refund without notify_url as v2 XML, or not at all', async () => {
    const { sim, call } = world()
    const refund = async () => {
      const { notify_url: _, ...body } = refundBody(await paidOrder(world()))
      await call('POST', '/v3/refund/domestic/refunds', { body })
      await sim.control.clock.advance(2000)
    }
    await refund()
    expect(receiver.received).toHaveLength(0)
    sim.control.settings.set({ platform_refund_url: receiver.url })
    await refund()
    expect(receiver.received[0]?.body).toMatch(/^<xml><return_code>/)
  })

  it('replays identical bytes and resends anew on request', async () => {
    const { callbacks } = world().sim.control
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    const id = history(outTradeNo)[0]?.id ?? ''
    expect(await callbacks.replay(id, { count: 100, concurrency: 8 })).toEqual({ statuses: { 200: 100 } })
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    await callbacks.resend(id)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(2)
  })
})

describe('callback faults', () => {
  const paidWith = async (
    spec: Parameters<ReturnType<typeof world>['sim']['control']['faults']['set']>[0],
  ) => {
    world().sim.control.faults.set(spec)
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    return { outTradeNo, first: receiver.received[0] as Received }
  }

  it('duplicates', async () => {
    await paidWith({ kind: 'duplicate', count: 3 })
    expect(receiver.received).toHaveLength(4)
  })

  it('delivers concurrently', async () => {
    await paidWith({ kind: 'concurrent', count: 5 })
    expect(receiver.received).toHaveLength(5)
  })

  it('delays on the virtual clock', async () => {
    await paidWith({ kind: 'delay', ms: 60_000 })
    expect(receiver.received).toHaveLength(0)
    await world().sim.control.clock.advance(60_000)
    expect(receiver.received).toHaveLength(1)
  })

  it('delivers before the prepay answer', async () => {
    const { sim, call, keys } = world()
    sim.control.faults.set({ kind: 'before_response' })
    const outTradeNo = `early${Date.now()}`
    let answered = false
    let wasAnswered: boolean | undefined
    receiver.answer = () => {
      wasAnswered = answered
      return 200
    }
    const reply = await call('POST', '/v3/pay/transactions/jsapi', {
      body: {
        appid: keys.app.appId,
        mchid: keys.app.mchid,
        description: 'x',
        out_trade_no: outTradeNo,
        notify_url: receiver.url,
        amount: { total: 1 },
        payer: { openid: 'o' },
      },
    })
    answered = true
    expect(reply.status).toBe(200)
    expect(wasAnswered).toBe(false)
    expect(sim.control.order(outTradeNo)?.state).toBe('SUCCESS')
  })

  it('probes with SIGNTEST once, then sends the right signature', async () => {
    receiver.answer = (_, index) => (index === 0 ? 401 : 200)
    const { first } = await paidWith({ kind: 'signtest' })
    expect(String(first.headers['wechatpay-signature'])).toMatch(/^WECHATPAY\/SIGNTEST\//)
    expect(verifies(first)).toBe(false)
    await world().sim.control.clock.advance(15_000)
    expect(receiver.received.map(verifies)).toEqual([false, true])
  })

  it('signs with a key that is not the one it names', async () => {
    const { first } = await paidWith({ kind: 'wrong_key' })
    expect(first.headers['wechatpay-serial']).toBe(world().keys.publicKeyId)
    expect(verifies(first)).toBe(false)
  })

  it('signs a stale timestamp correctly', async () => {
    const { first } = await paidWith({ kind: 'stale_timestamp' })
    expect(Date.now() / 1000 - Number(first.headers['wechatpay-timestamp'])).toBeGreaterThan(300)
    expect(verifies(first)).toBe(true)
  })

  it('tampers with the ciphertext under a good signature', async () => {
    const { first } = await paidWith({ kind: 'tampered_ciphertext' })
    expect(verifies(first)).toBe(true)
    expect(() => opened(first)).toThrow()
  })

  it('claims another amount', async () => {
    const { first } = await paidWith({ kind: 'altered_amount', amount: 1 })
    expect(verifies(first)).toBe(true)
    expect(opened(first)).toMatchObject({ amount: { total: 1, payer_total: 1000 } })
  })

  it('names a foreign merchant', async () => {
    const { first } = await paidWith({ kind: 'foreign_mchid', mchid: '1900000109' })
    expect(verifies(first)).toBe(true)
    expect(opened(first)).toMatchObject({ mchid: '1900000109' })
  })

  it('sends an unknown event type', async () => {
    const { first } = await paidWith({ kind: 'unknown_event', event_type: 'COUPON.USE' })
    expect(verifies(first)).toBe(true)
    expect(JSON.parse(first.body)).toMatchObject({ event_type: 'COUPON.USE' })
  })

  it('sends XML', async () => {
    const { first } = await paidWith({ kind: 'xml_body' })
    expect(first.headers['content-type']).toBe('text/xml')
    expect(first.body).toMatch(/^<xml>/)
  })

  it('drops one try and goes on with the table', async () => {
    const { outTradeNo } = await paidWith({ kind: 'drop' })
    expect(receiver.received).toHaveLength(0)
    expect(history(outTradeNo)[0]?.attempts).toMatchObject([{ error: 'dropped' }])
    await world().sim.control.clock.advance(15_000)
    expect(receiver.received).toHaveLength(1)
  })

  it('hits only the order and the event it names, as often as said', async () => {
    const { faults } = world().sim.control
    faults.set({ kind: 'drop', out_trade_no: 'another' })
    faults.set({ kind: 'drop', event: 'refund' })
    const always = faults.set({ kind: 'duplicate', times: 'always', event: 'pay' })
    await paidOrder(world(), { notify_url: receiver.url })
    await paidOrder(world(), { notify_url: receiver.url })
    expect(receiver.received).toHaveLength(4)
    faults.clear(always.id)
    await paidOrder(world(), { notify_url: receiver.url })
    expect(receiver.received).toHaveLength(5)
    expect(faults.list()).toHaveLength(2)
  })
})
