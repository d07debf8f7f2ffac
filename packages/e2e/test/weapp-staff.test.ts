import { randomUUID } from 'node:crypto'
import { buildWeapp, inRoot } from '@linli/dev'
import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, expect, test } from 'vitest'
import { plainJson } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import { launch } from '../src/weapp/harness.ts'
import { toasted, visitor } from './support/mini-visitor.ts'

const platform = usePlatform()
const shop = openShop(platform)
const BUILD_MS = 300_000
/** Orders of a minute are told of together. */
const DIGEST_MS = 90_000

beforeAll(async () => {
  await buildWeapp()
}, BUILD_MS)

test('a clerk signs in to the compiled merchant app, allows a message, and is told of the next order', async () => {
  const { simulator, gateway } = platform
  if (!simulator || !gateway) throw new Error('the gateway or the simulator is not running')
  const openid = `oWeappStaff${randomUUID().slice(0, 17)}`
  const mini = launch(inRoot('frontends', 'merchant-miniapp', 'dist', 'weapp'), {
    gateway,
    login: async () =>
      (await plainJson<{ js_code: string }>(`${simulator}/__sim/login`, { openid, app: 'staff' })).js_code,
    pay: () => Promise.reject(new Error('staff pay nothing')),
    subscribe: (templateIds) => Object.fromEntries(templateIds.map((id) => [id, 'accept'])),
    agree: () => true,
  })
  const at = visitor(mini)
  const { login, password } = shop.accounts.clerk
  at.open('/pkg-desk/login/index')
  for (const [field, value] of Object.entries({ 账号: login, 密码: password }))
    mini.fire(await at.finds((node) => node.tag === 't-input' && node.attr.placeholder === field), 'change', {
      value,
    })
  await at.presses('登录')
  await at.until('a session', () =>
    String(mini.storage.get('linli-merchant:session')).includes('refreshToken'),
  )

  await at.open('/pages/me/index').taps('新订单微信提醒')
  await at.until('the answer', () => toasted(mini, '下一批新订单会提醒你'))
  const { options } = await mini.until('what was asked for', () =>
    mini.calls.find(({ name }) => name === 'requestSubscribeMessage'),
  )
  const { tmplIds } = options as { tmplIds: readonly string[] }
  for (const template_id of tmplIds)
    await plainJson(`${simulator}/__sim/quotas`, { openid, template_id, count: 1 })

  const buyer = await shop.logIn(`oE2eNotice${randomUUID().slice(0, 18)}`)
  const [sku] = await shop.firstSkus(1)
  if (!sku) throw new Error('the shop is empty')
  const order = await shop.place(buyer, await shop.settle(buyer, { items: [{ skuId: sku.skuId, qty: 1 }] }))
  await shop.waitForStatus(buyer, order.id, { statuses: ['PENDING_PAYMENT'] })
  await shop.pay(buyer, order.id)
  await eventually(
    async () => {
      const sent = await plainJson<{ template_id: string; page: string }[]>(
        `${simulator}/__sim/messages?openid=${openid}`,
      )
      expect(sent).toMatchObject([
        { template_id: tmplIds[0], page: expect.stringContaining('pkg-desk/order') },
      ])
    },
    { timeoutMs: DIGEST_MS, everyMs: 500 },
  )
})
