import { crc32, inflateSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { sha1SortedConcat } from '../src/crypto/digest.ts'
import { openPush } from '../src/crypto/push-cipher.ts'
import { useReceiver } from './support/receiver.ts'
import { paidOrder, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const receiver = useReceiver()
const MINUTE = 60_000

afterEach(() => world().sim.control.reset())

type Answer = Record<string, unknown>

async function code2session(change: Record<string, string> = {}): Promise<Answer> {
  const { sim, keys } = world()
  const query = new URLSearchParams({
    appid: keys.app.appId,
    secret: keys.app.appSecret,
    grant_type: 'authorization_code',
    ...change,
  })
  const response = await fetch(`${sim.url}/sns/jscode2session?${query}`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  return (await response.json()) as Answer
}

async function post(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(world().sim.url + path, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as Answer
}

const token = (change: object = {}) =>
  post('/cgi-bin/stable_token', {
    grant_type: 'client_credential',
    appid: world().keys.app.appId,
    secret: world().keys.app.appSecret,
    ...change,
  })

const withToken = async (path: string, body: unknown) =>
  post(`${path}?access_token=${(await token()).access_token}`, body)

describe('login', () => {
  it('takes a code once, for five minutes', async () => {
    const { login, clock } = world().sim.control
    const { js_code } = login({ openid: 'o-1', unionid: 'u-1' })
    const session = await code2session({ js_code })
    expect(session).toMatchObject({
      openid: 'o-1',
      unionid: 'u-1',
      session_key: expect.stringMatching(/==$/),
    })
    expect(await code2session({ js_code })).toMatchObject({ errcode: 40163 })
    const late = login({ openid: 'o-1' })
    await clock.advance(5 * MINUTE + 1)
    expect(await code2session(late)).toMatchObject({ errcode: 40029 })
  })

  it('names what is wrong or missing', async () => {
    const { js_code } = world().sim.control.login({ openid: 'o-1' })
    expect(await code2session({ js_code: 'forged' })).toMatchObject({ errcode: 40029 })
    expect(await code2session({ js_code, secret: 'x' })).toMatchObject({ errcode: 40125 })
    expect(await code2session({ js_code, appid: 'x' })).toMatchObject({ errcode: 40013 })
    expect(await code2session()).toMatchObject({ errcode: 41008 })
  })
})

describe('stable token', () => {
  it('stays the same until five minutes before its end, and the old one lives on for the overlap', async () => {
    const { clock } = world().sim.control
    const first = await token()
    expect(first.expires_in).toBe(7200)
    await clock.advance(110 * MINUTE)
    expect((await token()).access_token).toBe(first.access_token)
    await clock.advance(6 * MINUTE)
    const second = await token()
    expect(second.access_token).not.toBe(first.access_token)
    const phone = (accessToken: unknown) =>
      post(`/wxa/business/getuserphonenumber?access_token=${accessToken}`, { code: 'x' })
    expect(await phone(first.access_token)).toMatchObject({ errcode: 40029 })
    await clock.advance(5 * MINUTE)
    expect(await phone(first.access_token)).toMatchObject({ errcode: 42001 })
    expect(await phone('forged')).toMatchObject({ errcode: 40001 })
  })

  it('limits forced refreshes', async () => {
    const { clock } = world().sim.control
    const tokens = new Set<unknown>()
    for (let count = 0; count < 20; count += 1) {
      tokens.add((await token({ force_refresh: true })).access_token)
      await clock.advance(30_000)
    }
    expect(tokens.size).toBe(20)
    expect(await token({ force_refresh: true })).toMatchObject({ errcode: 45009 })
    await clock.advance(24 * 60 * MINUTE)
    await token({ force_refresh: true })
    expect(await token({ force_refresh: true })).toMatchObject({ errcode: 45011 })
  })
})

describe('phone number', () => {
  it('takes its own code once', async () => {
    const { code } = world().sim.control.phoneCode({ phone: '13800000000' })
    const path = '/wxa/business/getuserphonenumber'
    expect(await withToken(path, { code })).toMatchObject({
      errcode: 0,
      phone_info: { purePhoneNumber: '13800000000', watermark: { appid: world().keys.app.appId } },
    })
    expect(await withToken(path, { code })).toMatchObject({ errcode: 40029 })
    const { js_code } = world().sim.control.login({ openid: 'o-1' })
    expect(await withToken(path, { code: js_code })).toMatchObject({ errcode: 40029 })
  })
})

describe('subscribe messages', () => {
  const send = (change: object = {}) =>
    withToken('/cgi-bin/message/subscribe/send', {
      touser: 'o-1',
      template_id: 'T1',
      page: 'pages/order/detail?id=1',
      data: {
        thing3: { value: '番茄' },
        amount1: { value: '¥12.50' },
        time2: { value: '2026年11月22日 15:01' },
      },
      ...change,
    })

  it('spends a quota per message and then answers 43101', async () => {
    const { control } = world().sim
    expect(control.grantQuota({ openid: 'o-1', template_id: 'T1', count: 1 })).toEqual({ left: 1 })
    expect(await send()).toMatchObject({ errcode: 0, msgid: expect.any(Number) })
    expect(await send()).toMatchObject({ errcode: 43101 })
    expect(control.messages('o-1')).toMatchObject([
      { template_id: 'T1', data: { thing3: { value: '番茄' } } },
    ])
  })

  it('belong to the mini-program whose person it is, and whose token is used', async () => {
    const { sim, keys } = world()
    const { appId: appid, appSecret: secret } = keys.staffApp
    const { js_code } = sim.control.login({ openid: 'o-staff', app: 'staff' })
    expect(await code2session({ js_code })).toMatchObject({ errcode: 40029 })
    expect(await code2session({ js_code, appid, secret })).toMatchObject({ openid: 'o-staff' })
    sim.control.grantQuota({ openid: 'o-staff', template_id: 'T1', count: 1 })
    expect(await send({ touser: 'o-staff' })).toMatchObject({ errcode: 40003 })
    const { access_token: staffToken } = await token({ appid, secret })
    expect(staffToken).not.toBe((await token()).access_token)
    const path = `/cgi-bin/message/subscribe/send?access_token=${staffToken}`
    const data = { thing3: { value: '番茄' } }
    expect(await post(path, { touser: 'o-staff', template_id: 'T1', data })).toMatchObject({ errcode: 0 })
  })

  it('names the bad argument and keeps the quota', async () => {
    const { control } = world().sim
    control.registerTemplate({ template_id: 'T1', keys: ['thing3'] })
    control.grantQuota({ openid: 'o-1', template_id: 'T1', count: 1 })
    const bad = { thing3: { value: '一'.repeat(21) } }
    expect(await send({ data: bad })).toMatchObject({
      errcode: 47003,
      errmsg: 'argument invalid! data.thing3.value invalid',
    })
    for (const [name, value] of [
      ['phrase1', 'abc'],
      ['amount1', 'twelve'],
      ['time2', 'soon'],
      ['name1', '一二三四五六七八九十一'],
      ['character_string1', '号码'],
    ] as const) {
      const data = { thing3: { value: 'ok' }, [name]: { value } }
      expect(await send({ data })).toMatchObject({ errcode: 47003 })
    }
    expect(await send({ data: {} })).toMatchObject({ errcode: 47003 })
    expect(control.quotas()).toMatchObject([{ left: 1 }])
  })

  it('refuses an unknown template, an unknown user and a bad page', async () => {
    expect(await send()).toMatchObject({ errcode: 40037 })
    world().sim.control.grantQuota({ openid: 'o-1', template_id: 'T1', count: 1 })
    expect(await send({ touser: 'nobody' })).toMatchObject({ errcode: 40003 })
    expect(await send({ page: 'http://x/#y' })).toMatchObject({ errcode: 41030 })
  })
})

describe('shipping', () => {
  it('knows the payment after a minute and allows one correction', async () => {
    const { sim, keys } = world()
    const outTradeNo = await paidOrder(world())
    const upload = () =>
      withToken('/wxa/sec/order/upload_shipping_info', {
        order_key: { order_number_type: 1, mchid: keys.app.mchid, out_trade_no: outTradeNo },
        logistics_type: 4,
        delivery_mode: 1,
        shipping_list: [{ item_desc: '番茄 2 斤' }],
        upload_time: '2026-11-22T15:01:02.000+08:00',
        payer: { openid: 'o-resident' },
      })
    expect(await upload()).toMatchObject({ errcode: 10060001 })
    await sim.control.clock.advance(MINUTE)
    expect(await upload()).toMatchObject({ errcode: 0 })
    expect(await upload()).toMatchObject({ errcode: 0 })
    expect(await upload()).toMatchObject({ errcode: 10060003 })
    expect(sim.control.shipments()).toMatchObject([{ order: outTradeNo, uploads: 2 }])
  })
})

describe('code image', () => {
  it('is a PNG that carries the scene, or JSON', async () => {
    const { access_token } = await token()
    const draw = (body: object) =>
      fetch(`${world().sim.url}/wxa/getwxacodeunlimit?access_token=${access_token}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
    const image = await draw({ scene: 'g=1a&u=2b', page: 'pages/group/index', width: 280 })
    expect(image.headers.get('content-type')).toBe('image/png')
    const bytes = Buffer.from(await image.arrayBuffer())
    expect(bytes.toString('latin1')).toContain('scene\0g=1a&u=2b')
    const data = bytes.indexOf('IDAT')
    const length = bytes.readUInt32BE(data - 4)
    expect(inflateSync(bytes.subarray(data + 4, data + 4 + length))).toHaveLength(280 * 281)
    expect(bytes.readUInt32BE(data + 4 + length)).toBe(crc32(bytes.subarray(data, data + 4 + length)))
    const refused = await draw({ scene: 'a b' })
    expect(refused.headers.get('content-type')).toContain('json')
    expect(await refused.json()).toMatchObject({ errcode: 40169 })
  })
})

describe('message push', () => {
  it('signs in plain mode and seals in secure mode', async () => {
    const { control } = world().sim
    const message = { Event: 'subscribe_msg_popup_event' }
    await control.push({ url: receiver.url, token: 'T', message })
    const key = 'A'.repeat(43)
    await control.push({ url: receiver.url, token: 'T', encoding_aes_key: key, message })
    const [plain, secure] = receiver.received.map(({ path, body }) => ({
      query: new URL(path, 'http://x').searchParams,
      body: JSON.parse(body) as Record<string, string>,
    }))
    if (!plain || !secure) throw new Error('two pushes expected')
    const part = (name: string) => secure.query.get(name) ?? ''
    expect(plain.body).toMatchObject(message)
    const { Encrypt = '' } = secure.body
    expect(sha1SortedConcat('T', part('timestamp'), part('nonce'), Encrypt)).toBe(part('msg_signature'))
    const { message: text, appId } = openPush(Encrypt, key)
    expect(JSON.parse(text)).toMatchObject(message)
    expect(appId).toBe(world().keys.app.appId)
  })
})
