import { afterEach, describe, expect, it } from 'vitest'
import { newNumber, orderBody, paidOrder, refundBody, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const ORDER = '/v3/pay/transactions/jsapi'

afterEach(() => world().sim.control.reset())

const fault = (spec: Parameters<ReturnType<typeof world>['sim']['control']['faults']['set']>[0]) =>
  world().sim.control.faults.set(spec)
const order = (body: object) => world().call('POST', ORDER, { body })

describe('transport faults', () => {
  it('resets before the effect: nothing happened', async () => {
    const body = orderBody(world().keys)
    fault({ kind: 'reset_before', route: 'pay.order' })
    await expect(order(body)).rejects.toThrow()
    expect(world().sim.control.order(body.out_trade_no)).toBeUndefined()
  })

  it('resets after the effect: it happened, and the repetition gets the same result', async () => {
    const body = orderBody(world().keys)
    fault({ kind: 'reset_after', route: 'pay.order' })
    await expect(order(body)).rejects.toThrow()
    expect(world().sim.control.order(body.out_trade_no)?.state).toBe('NOTPAY')
    expect((await order(body)).status).toBe(200)
  })

  it('refunds once although the first answer is lost', async () => {
    const { call, sim } = world()
    const body = refundBody(await paidOrder(world()))
    fault({ kind: 'reset_after', route: 'refund.create' })
    await expect(call('POST', '/v3/refund/domestic/refunds', { body })).rejects.toThrow()
    expect((await call('POST', '/v3/refund/domestic/refunds', { body })).status).toBe(200)
    expect(sim.control.ledger().balance).toBe(700)
  })

  it.each([500, 502, 503, 429])('answers %i before or after the effect', async (status) => {
    const [lost, done] = [orderBody(world().keys), orderBody(world().keys)]
    fault({ kind: 'status', status, route: 'pay.order' })
    const before = await order(lost)
    fault({ kind: 'status', status, route: 'pay.order', after: true })
    const after = await order(done)
    for (const reply of [before, after]) {
      expect(reply.status).toBe(status)
      expect(reply.json.code).toMatch(/SYSTEM_ERROR|SERVICE_UNAVAILABLE|FREQUENCY_LIMITED/)
      expect(reply.headers.get('wechatpay-signature')).toBeNull()
    }
    expect(world().sim.control.order(lost.out_trade_no)).toBeUndefined()
    expect(world().sim.control.order(done.out_trade_no)?.state).toBe('NOTPAY')
  })

  it('takes its time', async () => {
    fault({ kind: 'latency', ms: 150, route: 'pay.order' })
    const started = performance.now()
    expect((await order(orderBody(world().keys))).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(145)
  })

  it('cuts the body short', async () => {
    fault({ kind: 'truncated_body', route: 'pay.order' })
    await expect(order(orderBody(world().keys))).rejects.toThrow()
  })

  it('hits its route only', async () => {
    fault({ kind: 'reset_before', route: 'pay.close' })
    const body = orderBody(world().keys)
    expect((await order(body)).status).toBe(200)
    const close = `${ORDER.replace('jsapi', 'out-trade-no')}/${body.out_trade_no}/close`
    await expect(world().call('POST', close, { body: { mchid: body.mchid } })).rejects.toThrow()
  })

  it('limits the rate when told to', async () => {
    world().sim.control.settings.set({ rate_limits: true })
    const failing = () =>
      world().call('POST', '/v3/refund/domestic/refunds', { body: refundBody(newNumber()) })
    const replies = []
    for (let count = 0; count < 10; count += 1) replies.push((await failing()).status)
    expect(replies.slice(0, 6)).toEqual([404, 404, 404, 404, 404, 404])
    expect(replies.at(-1)).toBe(429)
  })
})
