import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { paySignMessage, signRsa } from '../src/crypto/rsa.ts'
import { orderBody, useSimulator } from './support/simulator.ts'

const directory = mkdtempSync(join(tmpdir(), 'simulator-accounts-'))
const accountsFile = join(directory, 'accounts.json')
writeFileSync(accountsFile, JSON.stringify({ users: [{ openid: 'o-1', nickname: '<晨曦>', phone: '199' }] }))
afterAll(() => rmSync(directory, { recursive: true }))

const world = useSimulator({ accountsFile })
const base = () => `${world().sim.url}/__sim/cashier`
const back = (path: string) => `${world().sim.url}${path}`

const open = (page: string, query: Record<string, string>) =>
  fetch(`${base()}/${page}?${new URLSearchParams(query).toString()}`)

const press = async (page: string, form: Record<string, string>) => {
  const response = await fetch(`${base()}/${page}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
  })
  return { status: response.status, to: new URL(response.headers.get('location') ?? 'none:') }
}

/** What `wx.requestPayment` would be given. */
async function aClient(): Promise<string> {
  const { call, keys } = world()
  const { json } = await call('POST', '/v3/pay/transactions/jsapi', { body: orderBody(keys) })
  const fields = {
    timeStamp: '1554208460',
    nonceStr: randomUUID(),
    package: `prepay_id=${String(json.prepay_id)}`,
  }
  const message = paySignMessage({ appId: keys.app.appId, ...fields })
  return JSON.stringify({ ...fields, signType: 'RSA', paySign: signRsa(message, keys.merchantKey) })
}

describe('the simulated log-in', () => {
  it('offers the demo accounts, and says that it is not WeChat', async () => {
    const page = await (await open('login', { return: back('/login?a=1') })).text()
    expect(page).toContain('不是微信')
    expect(page).toContain('&lt;晨曦&gt;')
  })

  it('comes back with a code that works once', async () => {
    const { to } = await press('login', { return: back('/login?a=1'), openid: 'o-1' })
    expect(to.pathname).toBe('/login')
    expect(to.searchParams.get('a')).toBe('1')
    const { appId, appSecret } = world().keys.app
    const ask = async () => {
      const query = {
        appid: appId,
        secret: appSecret,
        js_code: to.searchParams.get('code') ?? '',
        grant_type: 'authorization_code',
      }
      return (
        await fetch(`${world().sim.url}/sns/jscode2session?${new URLSearchParams(query).toString()}`)
      ).json()
    }
    expect(await ask()).toMatchObject({ openid: 'o-1' })
    expect(await ask()).toMatchObject({ errcode: 40163 })
  })

  it('comes back empty-handed when cancelled, and never to another host', async () => {
    expect((await press('login', { return: back('/login') })).to.searchParams.get('error')).toBe('cancelled')
    for (const elsewhere of ['https://evil.example/', 'javascript:alert(1)', '/login', ''])
      expect((await open('login', { return: elsewhere })).status).toBe(400)
  })
})

describe('the simulated number', () => {
  it('offers a new number and those of the demo accounts', async () => {
    const page = await (await open('phone', { return: back('/profile') })).text()
    expect(page).toMatch(/value="198\d{8}"/)
    expect(page).toContain('value="199"')
  })

  it('comes back with a code for it, or with the refusal', async () => {
    const { to } = await press('phone', { return: back('/profile'), phone: '19800001234' })
    const { call } = world()
    const { json } = await call('POST', '/cgi-bin/stable_token', {
      body: {
        grant_type: 'client_credential',
        appid: world().keys.app.appId,
        secret: world().keys.app.appSecret,
      },
    })
    const asked = await call(
      'POST',
      `/wxa/business/getuserphonenumber?access_token=${String(json.access_token)}`,
      {
        body: { code: to.searchParams.get('phoneCode') },
      },
    )
    expect(asked.json).toMatchObject({ phone_info: { purePhoneNumber: '19800001234' } })
    expect((await press('phone', { return: back('/profile') })).to.searchParams.get('error')).toBe(
      'cancelled',
    )
    expect((await open('phone', { return: 'https://evil.example.com/' })).status).toBe(400)
  })
})

describe('the simulated cashier', () => {
  it('shows the amount and pays what is signed', async () => {
    const client = await aClient()
    const page = await (await open('pay', { client, return: back('/result?id=1') })).text()
    expect(page).toContain('¥10.00')
    const { to } = await press('pay', { client, return: back('/result?id=1'), do: 'pay' })
    expect(Object.fromEntries(to.searchParams)).toEqual({ id: '1', outcome: 'paid' })
    const again = await press('pay', { client, return: back('/result'), do: 'pay' })
    expect(again.to.searchParams.get('outcome')).toBe('failed')
  })

  it('moves no money when cancelled, failed, or forged', async () => {
    const client = await aClient()
    const outcome = async (form: Record<string, string>) =>
      (await press('pay', { client, return: back('/result'), ...form })).to.searchParams.get('outcome')
    expect(await outcome({ do: 'cancel' })).toBe('cancelled')
    expect(await outcome({ do: 'fail' })).toBe('failed')
    const forged = JSON.stringify({ ...(JSON.parse(client) as object), nonceStr: 'other' })
    expect(await outcome({ do: 'pay', client: forged })).toBe('failed')
    expect(
      world()
        .sim.control.orders()
        .filter(({ state }) => state === 'SUCCESS'),
    ).toHaveLength(1)
  })

  it('knows only payments that were ordered', async () => {
    expect((await open('pay', { client: '{"package":"prepay_id=x"}', return: back('/') })).status).toBe(400)
    expect((await open('pay', { client: 'nonsense', return: back('/') })).status).toBe(400)
  })
})
