import { constants, publicEncrypt } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { orderBody, paidOrder, refundBody, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const REFUND = '/v3/refund/domestic/refunds'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

afterEach(() => world().sim.control.reset())

const refund = (body: object) => world().call('POST', REFUND, { body })
const query = (outRefundNo: string) => world().call('GET', `${REFUND}/${outRefundNo}`)
const part = (fen: number) => ({ amount: { refund: fen, total: 1000, currency: 'CNY' } })

describe('refunds', () => {
  it('accepts, then succeeds after the delay, and marks the order', async () => {
    const outTradeNo = await paidOrder(world())
    const body = refundBody(outTradeNo)
    expect((await refund(body)).json).toMatchObject({ status: 'PROCESSING', channel: 'ORIGINAL' })
    expect(world().sim.control.order(outTradeNo)?.state).toBe('REFUND')
    await world().sim.control.clock.advance(2000)
    expect((await query(body.out_refund_no)).json).toMatchObject({
      status: 'SUCCESS',
      success_time: expect.stringMatching(/\+08:00$/),
      amount: { refund: 300, payer_refund: 300, total: 1000, currency: 'CNY' },
    })
    expect(world().sim.control.ledger().balance).toBe(700)
  })

  it('makes one refund of one number, however often and however parallel it is asked', async () => {
    const outTradeNo = await paidOrder(world())
    const body = refundBody(outTradeNo)
    const replies = await Promise.all(Array.from({ length: 20 }, () => refund(body)))
    expect(new Set(replies.map((reply) => reply.json.refund_id)).size).toBe(1)
    expect(world().sim.control.refunds()).toHaveLength(1)
    expect(world().sim.control.ledger().balance).toBe(700)
  })

  it('refuses the same number with another amount or order', async () => {
    const body = refundBody(await paidOrder(world()))
    await refund(body)
    const other = { ...body, ...part(301) }
    expect(await refund(other)).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
    const elsewhere = { ...body, out_trade_no: await paidOrder(world()) }
    expect(await refund(elsewhere)).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
  })

  it('refuses more than is left, a wrong total, and an unpaid or unknown order', async () => {
    const outTradeNo = await paidOrder(world())
    expect(await refund(refundBody(outTradeNo, part(1001)))).toMatchObject({
      json: { code: 'INVALID_REQUEST' },
    })
    const total = { amount: { refund: 1, total: 999, currency: 'CNY' } }
    expect(await refund(refundBody(outTradeNo, total))).toMatchObject({ json: { code: 'INVALID_REQUEST' } })
    const unpaid = orderBody(world().keys)
    await world().call('POST', '/v3/pay/transactions/jsapi', { body: unpaid })
    for (const number of [unpaid.out_trade_no, 'unknown-1']) {
      const reply = await refund(refundBody(number))
      expect(reply).toMatchObject({ status: 404, json: { code: 'RESOURCE_NOT_EXISTS' } })
    }
    expect(await query('unknown-1')).toMatchObject({ status: 404, json: { code: 'RESOURCE_NOT_EXISTS' } })
  })

  it('asks for a minute between partial refunds, but not for a repetition', async () => {
    const outTradeNo = await paidOrder(world())
    const first = refundBody(outTradeNo)
    await refund(first)
    const second = refundBody(outTradeNo)
    expect(await refund(second)).toMatchObject({ status: 429, json: { code: 'FREQUENCY_LIMITED' } })
    expect((await refund(first)).status).toBe(200)
    await world().sim.control.clock.advance(MINUTE)
    expect((await refund(second)).status).toBe(200)
  })

  it('allows fifty partial refunds and no more', async () => {
    const outTradeNo = await paidOrder(world())
    for (let count = 0; count < 50; count += 1) {
      expect((await refund(refundBody(outTradeNo, part(1)))).status).toBe(200)
      await world().sim.control.clock.advance(MINUTE)
    }
    expect(await refund(refundBody(outTradeNo, part(1)))).toMatchObject({ json: { code: 'INVALID_REQUEST' } })
  })

  it('refunds for 365 days', async () => {
    const outTradeNo = await paidOrder(world())
    await world().sim.control.clock.advance(365 * DAY - MINUTE)
    expect((await refund(refundBody(outTradeNo))).status).toBe(200)
    await world().sim.control.clock.advance(2 * MINUTE)
    expect(await refund(refundBody(outTradeNo))).toMatchObject({ json: { code: 'INVALID_REQUEST' } })
  })

  it('answers NOT_ENOUGH while the balance is short, and takes the same number later', async () => {
    const { settings } = world().sim.control
    const body = refundBody(await paidOrder(world()))
    settings.set({ opening_balance: -900 })
    expect(await refund(body)).toMatchObject({ status: 403, json: { code: 'NOT_ENOUGH' } })
    expect((await query(body.out_refund_no)).status).toBe(404)
    settings.set({ opening_balance: 0 })
    expect((await refund(body)).status).toBe(200)
  })

  it('gives a CLOSED refund back to the balance and lets a new number try again', async () => {
    const { sim } = world()
    const outTradeNo = await paidOrder(world())
    const body = refundBody(outTradeNo, part(1000))
    sim.control.planRefund({ match: body.out_refund_no, outcome: 'CLOSED', delay_ms: 500 })
    await refund(body)
    await sim.control.clock.advance(MINUTE)
    expect((await query(body.out_refund_no)).json).toMatchObject({ status: 'CLOSED' })
    expect(sim.control.ledger().balance).toBe(1000)
    expect((await refund(refundBody(outTradeNo, part(1000)))).status).toBe(200)
  })

  it('repairs an ABNORMAL refund with encrypted card data', async () => {
    const { sim, keys, call } = world()
    const body = refundBody(await paidOrder(world()))
    sim.control.planRefund({ match: '*', outcome: 'ABNORMAL' })
    const { json } = await refund(body)
    await sim.control.clock.advance(2000)
    expect((await query(body.out_refund_no)).json).toMatchObject({ status: 'ABNORMAL' })
    const key = { key: keys.publicKeys[keys.publicKeyId] ?? '', padding: constants.RSA_PKCS1_OAEP_PADDING }
    const sealed = publicEncrypt(key, Buffer.from('6222')).toString('base64')
    const card = { out_refund_no: body.out_refund_no, type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT' }
    const target = `${REFUND}/${json.refund_id}/apply-abnormal-refund`
    const headers = { 'wechatpay-serial': keys.publicKeyId }
    const plain = await call('POST', target, {
      body: { ...card, bank_account: '6222', real_name: 'x' },
      headers,
    })
    expect(plain).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } })
    const repaired = await call('POST', target, {
      body: { ...card, bank_account: sealed, real_name: sealed },
      headers,
    })
    expect(repaired.json).toMatchObject({ status: 'PROCESSING', channel: 'OTHER_BANKCARD' })
    await sim.control.clock.advance(2000)
    expect((await query(body.out_refund_no)).json).toMatchObject({ status: 'SUCCESS' })
  })

  it('answers USER_ACCOUNT_ABNORMAL when planned', async () => {
    world().sim.control.planRefund({ match: '*', outcome: 'USER_ACCOUNT_ABNORMAL' })
    const reply = await refund(refundBody(await paidOrder(world())))
    expect(reply).toMatchObject({ status: 403, json: { code: 'USER_ACCOUNT_ABNORMAL' } })
  })
})
