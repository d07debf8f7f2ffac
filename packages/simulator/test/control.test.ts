import { describe, expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { useReceiver } from './support/receiver.ts'
import { orderBody, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const receiver = useReceiver()

type Answer = Record<string, unknown>

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: Answer }> {
  const response = await fetch(`${world().sim.url}/__sim${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: (await response.json()) as Answer }
}

describe('the control paths', () => {
  it('drive a payment from outside', async () => {
    const { call, keys } = world()
    const login = await control('POST', '/login', { openid: 'o-9' })
    expect(login.json.js_code).toEqual(expect.any(String))
    await control('POST', '/faults', { kind: 'duplicate', count: 2, times: 1 })
    expect((await control('GET', '/faults')).json).toHaveLength(1)
    const body = orderBody(keys, { payer: { openid: 'o-9' }, notify_url: receiver.url })
    await call('POST', '/v3/pay/transactions/jsapi', { body })
    const paid = await control('POST', '/pay', { out_trade_no: body.out_trade_no, openid: 'o-9', wait: true })
    expect(paid).toMatchObject({
      status: 200,
      json: { paid: true, transaction_id: expect.stringMatching(/^\d{28}$/) },
    })
    expect(receiver.received).toHaveLength(3)
    const again = await control('POST', '/pay', { out_trade_no: body.out_trade_no })
    expect(again).toMatchObject({ status: 409, json: { paid: false, reason: 'ORDERPAID' } })
    const history = await control('GET', `/callbacks?out_trade_no=${body.out_trade_no}`)
    expect(history.json).toMatchObject([{ state: 'delivered', exchanges: [{}, {}, {}] }])
    expect((await control('GET', `/orders/${body.out_trade_no}`)).json).toMatchObject({ state: 'SUCCESS' })
    expect((await control('GET', '/ledger')).json).toMatchObject({ balance: 1000 })
  })

  it('move, freeze and skew the clocks', async () => {
    const { json } = await control('POST', '/clock/advance', { seconds: 3600 })
    expect(Number(json.now) - Date.now()).toBeGreaterThan(3_590_000)
    expect(Math.abs(Number(json.wire) - Date.now())).toBeLessThan(60_000)
    const set = { now: '2027-01-01T00:00:00+08:00', frozen: true, wire_follows: 'virtual' }
    const frozen = (await control('POST', '/clock/set', set)).json
    expect(frozen).toMatchObject({ now_text: '2027-01-01T00:00:00+08:00', frozen: true })
    expect(frozen.wire).toBe(frozen.now)
    await control('POST', '/reset')
    expect((await control('GET', '/clock')).json).toMatchObject({ frozen: false, offset_ms: 0 })
  })

  it('name what they did not understand', async () => {
    for (const [path, body] of [
      ['/login', {}],
      ['/pay', {}],
      ['/faults', { kind: 'earthquake' }],
      ['/settings', { unknown: 1 }],
      ['/settings', { rate_limits: 'yes' }],
      ['/clock/set', { now: 'soon' }],
      ['/refund-plans', { outcome: 'MAYBE' }],
      ['/phone-codes', []],
    ] as const) {
      expect(await control('POST', path, body)).toMatchObject({
        status: 400,
        json: { error: expect.any(String) },
      })
    }
  })

  it('do not exist unless they are switched on', async () => {
    const closed = await startSimulator({ keysDir: world().keys.directory, control: false })
    try {
      const get = (path: string) => fetch(closed.url + path).then((response) => response.status)
      expect(await get('/__sim/healthz')).toBe(200)
      expect(await get('/__sim/clock')).toBe(404)
      expect(await get('/__sim/sms')).toBe(404)
    } finally {
      await closed.close()
    }
  })
})
