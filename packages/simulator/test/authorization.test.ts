import { describe, expect, it } from 'vitest'
import { newNumber, orderBody, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const ORDER = '/v3/pay/transactions/jsapi'
const signError = { code: 'SIGN_ERROR' }

describe('the check order', () => {
  it('answers an unknown path 404 and a wrong method 405, both empty', async () => {
    const { call } = world()
    expect(await call('POST', '/v3/pay/transactions/nothing')).toMatchObject({ status: 404, text: '' })
    expect(await call('GET', ORDER)).toMatchObject({ status: 405, text: '' })
    expect(await call('DELETE', '/v3/refund/domestic/refunds/1')).toMatchObject({ status: 405, text: '' })
  })

  it('asks for Accept and User-Agent before the signature, but only where the real service does', async () => {
    const { call } = world()
    const bare = { headers: { 'user-agent': '', accept: '' }, authorization: 'x' }
    expect(await call('GET', '/v3/certificates', bare)).toMatchObject({
      status: 400,
      json: { code: 'INVALID_REQUEST' },
    })
    expect((await call('POST', ORDER, { ...bare, body: {} })).status).toBe(401)
  })

  it('refuses a missing, foreign or malformed Authorization', async () => {
    const { call } = world()
    const malformed = [
      '',
      'Bearer x',
      'WECHATPAY2-SHA256-RSA2048 mchid="1"',
      'WECHATPAY2-SM2-WITH-SM3 mchid="1"',
    ]
    for (const authorization of malformed) {
      const reply = await call('POST', ORDER, { body: orderBody(world().keys), authorization })
      expect(reply).toMatchObject({ status: 401, json: signError })
      expect(reply.headers.get('wechatpay-signature')).toBeNull()
    }
  })

  it.each([-301, 301])('refuses a clock %i s off before it looks at the signature', async (off) => {
    const timestamp = Math.floor(Date.now() / 1000) + off
    const reply = await world().call('POST', ORDER, {
      body: orderBody(world().keys),
      timestamp,
      sentBody: '{}',
    })
    expect(reply).toMatchObject({ status: 401, json: signError })
    expect(reply.json.message).toContain('5分钟')
  })

  it('accepts a clock 295 s off', async () => {
    const timestamp = Math.floor(Date.now() / 1000) - 295
    expect((await world().call('POST', ORDER, { body: orderBody(world().keys), timestamp })).status).toBe(200)
  })

  it('refuses a foreign merchant and a foreign serial', async () => {
    const body = orderBody(world().keys)
    for (const forged of [{ mchid: '1900000001' }, { serial: 'A'.repeat(40) }]) {
      expect(await world().call('POST', ORDER, { body, ...forged })).toMatchObject({
        status: 401,
        json: signError,
      })
    }
  })

  it('refuses a body, a path or a query other than the signed one', async () => {
    const { call, keys } = world()
    const body = orderBody(keys)
    const altered = JSON.stringify({ ...body, amount: { total: 1, currency: 'CNY' } })
    const target = `/v3/pay/transactions/out-trade-no/${newNumber()}?mchid=${keys.app.mchid}`
    const forgeries = [
      call('POST', ORDER, { body, sentBody: altered }),
      call('POST', ORDER, { body, sentBody: `${JSON.stringify(body)} ` }),
      call('GET', target, { sentTarget: `${target}&x=1` }),
      call('GET', target, { sentTarget: target.replace('out-trade-no', 'id') }),
    ]
    for (const reply of await Promise.all(forgeries))
      expect(reply).toMatchObject({ status: 401, json: signError })
    expect(world().sim.control.order(body.out_trade_no)).toBeUndefined()
  })

  it('accepts the same nonce twice, as the real service publishes no replay rejection', async () => {
    const { call, keys } = world()
    const first = await call('GET', `/v3/pay/transactions/out-trade-no/none123?mchid=${keys.app.mchid}`)
    expect(first).toMatchObject({ status: 404, json: { code: 'ORDER_NOT_EXIST' } })
  })

  it('points at an unknown, a missing and a malformed field', async () => {
    const { call, keys } = world()
    const body = orderBody(keys)
    const cases: [object, string][] = [
      [{ ...body, extra: 1 }, '/extra'],
      [{ ...body, amount: { total: 0, currency: 'CNY' } }, '/amount/total'],
      [{ ...body, amount: { total: 1.5 } }, '/amount/total'],
      [{ ...body, payer: {} }, '/payer/openid'],
      [{ ...body, description: '菜🥬' }, '/description'],
      [{ ...body, out_trade_no: 'a b c d' }, '/out_trade_no'],
      [{ ...body, notify_url: 'http://127.0.0.1/pay?x=1' }, '/notify_url'],
      [{ ...body, time_expire: 'tomorrow' }, '/time_expire'],
    ]
    for (const [sent, field] of cases) {
      const reply = await call('POST', ORDER, { body: sent })
      expect(reply).toMatchObject({
        status: 400,
        json: { code: 'PARAM_ERROR', detail: { field, location: 'body' } },
      })
      expect(reply.headers.get('request-id')).toMatch(/-\d+$/)
    }
  })

  it("refuses a mchid or appid that is not the signer's", async () => {
    const { call, keys } = world()
    const foreign = await call('POST', ORDER, { body: orderBody(keys, { mchid: '1900000001' }) })
    expect(foreign).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } })
    const app = await call('POST', ORDER, { body: orderBody(keys, { appid: 'wx0000000000000000' }) })
    expect(app).toMatchObject({ status: 400, json: { code: 'APPID_MCHID_NOT_MATCH' } })
  })
})
