import { test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { staffSignIn } from '../src/browser/staff.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'
import { API, forgive, TROUBLES, twoSecondsLater } from './support/troubles.ts'

const { visit } = useBrowser()
const sites = useSites()

/** Pages behind the counter, by address and by something that is there when all is well. */
const PAGES = [
  ['pages/today/index', '今日成交'],
  ['pages/orders/index', '待接单'],
  ['pages/goods/index', '紫甘蓝'],
  ['pkg-desk/messages/index', /全部已读|还没有消息/],
] as const

async function anOwner(): Promise<Visitor> {
  const owner = await visit(sites.merchant)
  await staffSignIn(owner, sites.accounts.merchant)
  return owner
}

test('each page of the counter says what is wrong, names the trace, and goes on when it is over', async () => {
  const owner = await anOwner()
  const { page, text, button } = owner
  for (const [address, well] of PAGES)
    for (const { answer, says, trace } of TROUBLES) {
      await page.route(API, answer)
      await page.goto(`${sites.merchant}${address}`)
      await text(says).first().waitFor()
      if (trace) await text(trace).first().waitFor()
      await page.unroute(API)
      for (const retry of await button('重试').all()) await retry.click()
      await text(well).first().waitFor()
    }
  forgive(owner)
})

test('with two seconds per call there is a skeleton first, then the page', async () => {
  const { page, text } = await anOwner()
  await page.route(API, twoSecondsLater)
  for (const [address, well] of PAGES) {
    await page.goto(`${sites.merchant}${address}`)
    await page.locator('.ll-bone').filter({ visible: true }).first().waitFor()
    await text(well).first().waitFor()
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})
