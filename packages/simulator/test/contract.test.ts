import { describe, expect, it } from 'vitest'
import { Aes, Decorator, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { useReceiver } from './support/receiver.ts'
import { orderBody, paidOrder, refundBody, useSimulator } from './support/simulator.ts'

// wechatpay-axios-plugin signs and verifies with its own code: a mistake shared by the simulator and its own
// tests cannot hide here.
const world = useSimulator()
const receiver = useReceiver()

const ORDER = 'v3/pay/transactions/jsapi'
const REFUND = 'v3/refund/domestic/refunds'

function client(certs?: Record<string, string>): Decorator {
  const { sim, keys } = world()
  return new Decorator({
    mchid: keys.app.mchid,
    serial: keys.serial,
    privateKey: keys.merchantPem,
    certs: certs ?? keys.publicKeys,
    baseURL: `${sim.url}/`,
  })
}

const post = (path: string, body: object, config = {}) => client().request(path, 'POST', body, config)
const get = (path: string, params = {}) => client().request(path, 'GET', undefined, { params })
const query = (outTradeNo: string) =>
  get(`v3/pay/transactions/out-trade-no/${outTradeNo}`, { mchid: world().keys.app.mchid })

/** Changes the body after it was signed, as somebody on the way would. */
const tamper = (change: object) => ({
  transformRequest: [(body: object) => JSON.stringify({ ...body, ...change })],
})

describe('an independent client', () => {
  it('orders, queries and closes', async () => {
    const body = orderBody(world().keys)
    const ordered = await post(ORDER, body)
    expect(ordered.data).toEqual({ prepay_id: expect.stringMatching(/^wx\w{20,62}$/) })
    expect((await query(body.out_trade_no)).data).toMatchObject({ trade_state: 'NOTPAY' })
    const closed = await post(`v3/pay/transactions/out-trade-no/${body.out_trade_no}/close`, {
      mchid: body.mchid,
    })
    expect(closed.status).toBe(204)
    expect((await query(body.out_trade_no)).data).toMatchObject({ trade_state: 'CLOSED' })
  })

  it('queries a paid order by both numbers', async () => {
    const outTradeNo = await paidOrder(world())
    const { data } = await query(outTradeNo)
    expect(data).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 1000, payer_total: 1000 } })
    const { transaction_id } = data as { transaction_id: string }
    const byId = await get(`v3/pay/transactions/id/${transaction_id}`, { mchid: world().keys.app.mchid })
    expect(byId.data).toEqual(data)
  })

  it('refunds and queries the refund', async () => {
    const body = refundBody(await paidOrder(world()))
    const refunded = await post(REFUND, body)
    expect(refunded.data).toMatchObject({ status: 'PROCESSING', out_refund_no: body.out_refund_no })
    const { data } = await get(`${REFUND}/${body.out_refund_no}`)
    expect(data).toMatchObject({ refund_id: (refunded.data as { refund_id: string }).refund_id })
  })

  it('is refused by the simulator when its order, close or refund was altered on the way', async () => {
    const refused = { response: { status: 401, data: { code: 'SIGN_ERROR' } } }
    const body = orderBody(world().keys)
    await expect(post(ORDER, body, tamper({ description: 'x' }))).rejects.toMatchObject(refused)
    const close = `v3/pay/transactions/out-trade-no/${body.out_trade_no}/close`
    await expect(post(close, { mchid: body.mchid }, tamper({ mchid: '1' }))).rejects.toMatchObject(refused)
    await expect(post(REFUND, refundBody('x'), tamper({ out_refund_no: 'y' }))).rejects.toMatchObject(refused)
  })

  it.each(['bad_signature', 'signtest_response'] as const)(
    'refuses an answer with the fault %s',
    async (kind) => {
      const outTradeNo = await paidOrder(world())
      for (const route of ['pay.order', 'pay.query', 'pay.close', 'refund.create']) {
        world().sim.control.faults.set({ kind, route })
      }
      const unverified = { message: expect.stringContaining('Verify the response') }
      await expect(post(ORDER, orderBody(world().keys))).rejects.toMatchObject(unverified)
      await expect(query(outTradeNo)).rejects.toMatchObject(unverified)
      const close = 'v3/pay/transactions/out-trade-no/never-ordered-1/close'
      await expect(post(close, { mchid: world().keys.app.mchid })).rejects.toMatchObject(unverified)
      await expect(post(REFUND, refundBody(outTradeNo))).rejects.toMatchObject(unverified)
    },
  )

  it('refuses an answer of a key it does not know', async () => {
    const stranger = client({ PUB_KEY_ID_1: Object.values(world().keys.publicKeys)[0] ?? '' })
    await expect(stranger.request(ORDER, 'POST', orderBody(world().keys))).rejects.toMatchObject({
      message: expect.stringContaining('Cannot found the serial'),
    })
  })

  it('verifies and opens a pay callback', async () => {
    const { keys } = world()
    const outTradeNo = await paidOrder(world(), { notify_url: receiver.url })
    const [first] = receiver.received
    const body = first?.body ?? ''
    const header = (name: string) => String(first?.headers[name])
    const message = Formatter.response(header('wechatpay-timestamp'), header('wechatpay-nonce'), body)
    const key = keys.publicKeys[header('wechatpay-serial')] ?? ''
    expect(Rsa.verify(message, header('wechatpay-signature'), key)).toBe(true)
    const { event_type, resource } = JSON.parse(body) as {
      event_type: string
      resource: Record<'ciphertext' | 'nonce' | 'associated_data', string>
    }
    expect(event_type).toBe('TRANSACTION.SUCCESS')
    const { ciphertext, nonce, associated_data } = resource
    const plain = Aes.AesGcm.decrypt(ciphertext, keys.apiV3Key.toString(), nonce, associated_data)
    expect(JSON.parse(plain)).toMatchObject({ out_trade_no: outTradeNo, trade_state: 'SUCCESS' })
  })
})
