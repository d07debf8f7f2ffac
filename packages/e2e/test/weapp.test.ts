import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeapp, inRoot } from '@linli/dev'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { plainJson } from '../src/caller.ts'
import { checkBuild } from '../src/weapp/check-build.ts'
import { type Harness, launch, nodesOf } from '../src/weapp/harness.ts'
import { toasted, visitor } from './support/mini-visitor.ts'

const APPS = ['user-miniapp', 'merchant-miniapp'] as const
const MAIN_LIMIT = 1.5 * 1024 * 1024
const PACKAGE_LIMIT = 2 * 1024 * 1024
const distOf = (app: string): string => inRoot('frontends', app, 'dist', 'weapp')
const BUILD_MS = 300_000

beforeAll(async () => {
  await buildWeapp()
}, BUILD_MS)

describe.each(APPS)('the weapp build of %s', (app) => {
  test('is complete, refers to nothing that is missing, and tells nothing of the machine', () => {
    const { findings, pages } = checkBuild(distOf(app), [inRoot(), tmpdir()])
    expect(findings).toEqual([])
    expect(pages.length).toBeGreaterThan(5)
  })

  test('stays below the limits of size', () => {
    const { sizes } = checkBuild(distOf(app), [])
    expect(sizes.main).toBeLessThan(MAIN_LIMIT)
    for (const [name, bytes] of Object.entries(sizes)) expect(bytes, name).toBeLessThan(PACKAGE_LIMIT)
  })
})

describe('the compiled resident app', () => {
  test('shops from the first visit to the pickup code', async () => {
    const { gateway, simulator } = inject('linliPlatform')
    if (!gateway || !simulator) throw new Error('the gateway or the simulator is not running')
    const openid = `oWeapp${Date.now()}`
    const mini = launch(distOf('user-miniapp'), {
      gateway,
      login: async () =>
        (await plainJson<{ js_code: string }>(`${simulator}/__sim/login`, { openid })).js_code,
      pay: async ({ timeStamp, nonceStr, package: prepay, signType, paySign }) => {
        const client = { timeStamp, nonceStr, package: prepay, signType, paySign }
        await plainJson(`${simulator}/__sim/pay`, { client, openid, wait: true })
      },
      agree: () => true,
    })
    const at = visitor(mini)

    // A stranger chooses a place first.
    await at.open('/pages/home/index').sees('先选一个小区')
    await at.until('a dressed tab bar', () => tabIcons(mini).length > 0)
    for (const icon of tabIcons(mini).flatMap((path) => [path, path.replace(/(-on)?\.png$/, '-dark$1.png')]))
      expect(existsSync(join(distOf('user-miniapp'), icon)), icon).toBe(true)
    await at.open('/pkg-user/place/index').taps('江南春晓')
    await at.taps('春晓便利店自提点')
    await at.went('navigateBack', 'switchTab')

    await at.open('/pkg-user/login/index').taps('我已阅读并同意')
    await at.presses('微信一键登录')
    await at.until('a session', () => String(mini.storage.get('linli-user:session')).includes('refreshToken'))

    await at.open('/pages/home/index').sees('全部好物')
    const add = await at.finds((node) => String(node.attr.ariaLabel).startsWith('加入购物车'))
    const product = String(add.attr.ariaLabel).replace('加入购物车 ', '')
    mini.fire(add, 'tap')
    await at.until('the goods or the options', () => toasted(mini, '已加入购物车') || at.has('选择规格'))
    if (!toasted(mini, '已加入购物车')) await at.presses('加入购物车')
    await at.until('the goods in the cart', () => toasted(mini, '已加入购物车'))

    await at.open('/pages/cart/index').sees(product)
    mini.fire(await at.finds((node) => node.tag === 't-stepper'), 'change', { value: 2 })
    await at.until('two of it', () => at.has('去结算（2）', 't-button'))
    await at.presses('去结算（2）')
    const checkout = await at.went('navigateTo')

    await at.open(checkout).sees('价格明细')
    await at.presses('提交订单')
    const result = await at.went('redirectTo')
    expect(result).toContain('outcome=paid')

    await at.open(result).sees('支付成功')
    await at.presses('查看订单')
    const detail = await at.went('redirectTo')
    await at.open(detail).sees('备货中')
    await at.presses('出示取货码')
    await at.open(await at.went('navigateTo')).sees('到货后即可取货')
  })
})

test('a long list keeps only what is near the screen', async () => {
  const { gateway } = inject('linliPlatform')
  if (!gateway) throw new Error('the gateway is not running')
  const mini = launch(distOf('user-miniapp'), {
    gateway,
    login: () => Promise.reject(new Error('nobody logs in')),
    pay: () => Promise.reject(new Error('nobody pays')),
    agree: () => true,
  })
  const at = visitor(mini)
  await at.open('/pkg-user/place/index').taps('江南春晓')
  await at.taps('春晓便利店自提点')
  await at.went('navigateBack', 'switchTab')
  const page = mini.open('/pages/home/index')
  const cards = () => nodesOf(page.tree()).filter(({ attr }) => attr.class === 'product').length
  const hasShelves = () => nodesOf(page.tree()).some(({ attr }) => attr.class === 'entries__name ll-line')
  await mini.until('the shelves and the list', () => (hasShelves() && mini.observers.size > 0) || undefined)
  const first = cards()
  for (const enough of [first + 1, 2 * first + 1]) {
    mini.reachBottom()
    await mini.until('more products', () => (cards() >= enough ? true : undefined))
  }
  const all = cards()
  const [selector = '', tell] = [...mini.observers][0] ?? []
  const part = () => nodesOf(page.tree()).find(({ attr }) => `#${String(attr.id)}` === selector)

  tell?.({ intersectionRatio: 0, boundingClientRect: { height: 2860 } })
  await mini.until('a part that has gone', () => (cards() === all - PART ? true : undefined))
  expect(part()).toMatchObject({ attr: { style: 'height: 2860px;' }, children: [] })
  // The page is hidden while another is open above it: nothing is known then.
  tell?.({ intersectionRatio: 0, boundingClientRect: { height: 0 } })
  tell?.({ intersectionRatio: 0.1, boundingClientRect: { height: 2860 } })
  await mini.until('the part again', () => (cards() === all ? true : undefined))
})

/** Items of one part of a list. */
const PART = 20

/** What the pages tell the bar to show. */
const tabIcons = (mini: Harness): readonly string[] =>
  mini.calls.flatMap(({ name, options }) => {
    const { iconPath, selectedIconPath } = options as { iconPath?: string; selectedIconPath?: string }
    return name === 'setTabBarItem' && iconPath && selectedIconPath ? [iconPath, selectedIconPath] : []
  })
