import { afterEach, describe, expect, it } from 'vitest'
import { paySignMessage, signRsa } from '../src/crypto/rsa.ts'
import { rfc3339 } from '../src/time/format.ts'
import { newNumber, orderBody, paidOrder, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const ORDER = '/v3/pay/transactions/jsapi'
const MINUTE = 60_000

afterEach(() => world().sim.control.reset())

const order = (body: object) => world().call('POST', ORDER, { body })
const query = (outTradeNo: string) =>
  world().call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${world().keys.app.mchid}`)
const close = (outTradeNo: string) =>
  world().call('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, {
    body: { mchid: world().keys.app.mchid },
  })

describe('orders', () => {
  it('gives a new prepay_id for the identical call, whatever its time_expire', async () => {
    const body = orderBody(world().keys, { time_expire: rfc3339(Date.now() + 30 * MINUTE) })
    const first = await order(body)
    const again = await order({ ...body, time_expire: rfc3339(Date.now() + 60 * MINUTE) })
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.json.prepay_id).not.toBe(first.json.prepay_id)
  })

  it('refuses the same number with other parameters, by either of the two documented codes', async () => {
    const body = orderBody(world().keys)
    await order(body)
    const other = { ...body, amount: { total: 999, currency: 'CNY' } }
    expect(await order(other)).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
    world().sim.control.settings.set({ reorder_error: 'OUT_TRADE_NO_USED' })
    expect(await order(other)).toMatchObject({ status: 403, json: { code: 'OUT_TRADE_NO_USED' } })
  })

  it('answers ORDERPAID to order and close, and never closes a paid order', async () => {
    const body = orderBody(world().keys)
    await order(body)
    await world().sim.control.pay({ out_trade_no: body.out_trade_no })
    expect(await order(body)).toMatchObject({ status: 400, json: { code: 'ORDERPAID' } })
    expect(await close(body.out_trade_no)).toMatchObject({ status: 400, json: { code: 'ORDERPAID' } })
    expect((await query(body.out_trade_no)).json).toMatchObject({ trade_state: 'SUCCESS' })
  })

  it('closes re-entrantly with a signed 204, and a closed number stays closed', async () => {
    const body = orderBody(world().keys)
    await order(body)
    for (const reply of [await close(body.out_trade_no), await close(body.out_trade_no)]) {
      expect(reply).toMatchObject({ status: 204, text: '' })
      expect(reply.headers.get('wechatpay-signature')).toBeTruthy()
    }
    expect(await order(body)).toMatchObject({ status: 400, json: { code: 'ORDER_CLOSED' } })
    expect(await world().sim.control.pay({ out_trade_no: body.out_trade_no })).toEqual({
      paid: false,
      reason: 'ORDER_CLOSED',
    })
  })

  it('lets a payment that was in flight win over a close that was answered', async () => {
    const body = orderBody(world().keys)
    await order(body)
    expect((await close(body.out_trade_no)).status).toBe(204)
    const paid = await world().sim.control.pay({ out_trade_no: body.out_trade_no, in_flight: true })
    expect(paid).toMatchObject({ paid: true })
    expect((await query(body.out_trade_no)).json).toMatchObject({ trade_state: 'SUCCESS' })
  })

  it('burns a number that is closed before it was ordered', async () => {
    const body = orderBody(world().keys)
    expect((await close(body.out_trade_no)).status).toBe(204)
    expect(await order(body)).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
    expect(await query(body.out_trade_no)).toMatchObject({ status: 404, json: { code: 'ORDER_NOT_EXIST' } })
  })

  it('leaves out what an unpaid order does not have', async () => {
    const body = orderBody(world().keys, { attach: 'order 1' })
    await order(body)
    const { json } = await query(body.out_trade_no)
    expect(json).toMatchObject({ trade_state: 'NOTPAY', attach: 'order 1' })
    for (const field of ['transaction_id', 'trade_type', 'success_time', 'payer']) {
      expect(json).not.toHaveProperty(field)
    }
  })

  it('closes unpaid orders at time_expire, raised to one minute, and after seven days', async () => {
    const { clock } = world().sim.control
    const short = orderBody(world().keys, { time_expire: rfc3339(Date.now() + 1000) })
    const long = orderBody(world().keys)
    await order(short)
    await order(long)
    await clock.advance(MINUTE / 2)
    expect((await query(short.out_trade_no)).json).toMatchObject({ trade_state: 'NOTPAY' })
    await clock.advance(MINUTE)
    expect((await query(short.out_trade_no)).json).toMatchObject({ trade_state: 'CLOSED' })
    await clock.advance(7 * 24 * 60 * MINUTE)
    expect((await query(long.out_trade_no)).json).toMatchObject({ trade_state: 'CLOSED' })
  })
})

describe('the cashier', () => {
  const client = (prepayId: string, change: object = {}) => {
    const fields = { timeStamp: '1554208460', nonceStr: newNumber(), package: `prepay_id=${prepayId}` }
    const message = paySignMessage({ appId: world().keys.app.appId, ...fields })
    return { ...fields, signType: 'RSA', paySign: signRsa(message, world().keys.merchantKey), ...change }
  }

  it('takes the parameters of wx.requestPayment and verifies paySign', async () => {
    const { json } = await order(orderBody(world().keys))
    const prepayId = String(json.prepay_id)
    const { pay } = world().sim.control
    for (const forged of [{ nonceStr: 'other' }, { signType: 'MD5' }, { paySign: 'WECHATPAY/SIGNTEST/x' }]) {
      expect(await pay({ client: client(prepayId, forged) })).toMatchObject({ reason: 'PAY_SIGN_INVALID' })
    }
    expect(await pay({ client: client(prepayId), openid: 'o-resident' })).toMatchObject({ paid: true })
    expect(await pay({ client: client(prepayId) })).toMatchObject({ reason: 'ORDERPAID' })
  })

  it('refuses a prepay_id older than two hours and takes a fresh one', async () => {
    const body = orderBody(world().keys)
    const { json } = await order(body)
    await world().sim.control.clock.advance(121 * MINUTE)
    const { pay } = world().sim.control
    expect(await pay({ prepay_id: String(json.prepay_id) })).toMatchObject({ reason: 'PREPAY_EXPIRED' })
    const fresh = await order(body)
    expect(await pay({ prepay_id: String(fresh.json.prepay_id) })).toMatchObject({ paid: true })
  })

  it('lets only the payer of the order pay', async () => {
    const body = orderBody(world().keys)
    await order(body)
    const paid = await world().sim.control.pay({ out_trade_no: body.out_trade_no, openid: 'o-other' })
    expect(paid).toMatchObject({ reason: 'OPENID_MISMATCH' })
  })

  it('lowers payer_total by a coupon and leaves total alone', async () => {
    const body = orderBody(world().keys)
    await order(body)
    await world().sim.control.pay({
      out_trade_no: body.out_trade_no,
      coupon: { amount: 100, type: 'NOCASH' },
    })
    expect((await query(body.out_trade_no)).json).toMatchObject({
      amount: { total: 1000, payer_total: 900 },
      promotion_detail: [{ amount: 100, type: 'NOCASH' }],
    })
    expect(world().sim.control.ledger().balance).toBe(900)
  })

  it('keeps one ledger line per payment', async () => {
    const outTradeNo = await paidOrder(world())
    const { balance, entries } = world().sim.control.ledger()
    expect(balance).toBe(1000)
    expect(entries).toMatchObject([{ kind: 'payment', out_trade_no: outTradeNo, amount: 1000 }])
  })
})
