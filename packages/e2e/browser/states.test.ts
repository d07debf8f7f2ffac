import { expect, test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { choosePlace, signIn } from '../src/browser/resident.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'
import { API, forgive, TROUBLES, twoSecondsLater } from './support/troubles.ts'

const { visit } = useBrowser()
const sites = useSites()

/** Pages of the resident app, by address and by something that is there when all is well. */
const PAGES = [
  ['pages/home/index', '全部好物'],
  ['pages/category/index', '新鲜蔬菜'],
  ['pkg-order/list/index', '还没有订单'],
  ['pkg-user/coupons/index?tab=centre', '周末 85 折券'],
] as const

async function aResident(): Promise<Visitor> {
  const resident = await visit(sites.user)
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  return resident
}

test('each main page says what is wrong, names the trace, and goes on when it is over', async () => {
  const resident = await aResident()
  const { page, text, button } = resident
  for (const [address, well] of PAGES)
    for (const { answer, says, trace } of TROUBLES) {
      await page.route(API, answer)
      await page.goto(`${sites.user}${address}`)
      await text(says).first().waitFor()
      if (trace) await text(trace).first().waitFor()
      await page.unroute(API)
      for (const retry of await button('重试').all()) await retry.click()
      await text(well).first().waitFor()
    }
  forgive(resident)
})

test('with two seconds per call there is a skeleton first, then the page', async () => {
  const resident = await aResident()
  const { page, text } = resident
  await page.route(API, twoSecondsLater)
  for (const [address, well] of PAGES) {
    await page.goto(`${sites.user}${address}`)
    await page.locator('.ll-bone').filter({ visible: true }).first().waitFor()
    await text(well).first().waitFor()
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('without a network the page says so and goes on by itself', async () => {
  const resident = await aResident()
  const { context, text } = resident
  await context.setOffline(true)
  await text('网络已断开，恢复后会自动继续').first().waitFor()
  await context.setOffline(false)
  await text('网络已断开，恢复后会自动继续').first().waitFor({ state: 'hidden' })
  forgive(resident)
  expect(resident.complaints).toEqual([])
})
