import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { expect, test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { MERCHANT_PAGES, USER_PAGES } from '../src/browser/pages.ts'
import { choosePlace, payForCart, putIntoCart, signIn } from '../src/browser/resident.ts'
import { staffSignIn } from '../src/browser/staff.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'

const { visit } = useBrowser()
const sites = useSites()
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Serious and critical findings of the page that is open. */
async function findings({ page }: Visitor): Promise<string[]> {
  await page.addScriptTag({ path: AXE })
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

const settled = async ({ page }: Visitor): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.locator('.ll-bone').filter({ visible: true }).first().waitFor({ state: 'detached' })
}

test.each([false, true])('no page of the resident app keeps somebody out (dark: %s)', async (dark) => {
  const resident = await visit(sites.user, { dark })
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '紫甘蓝')
  const orderId = await payForCart(resident)
  await putIntoCart(resident, '紫甘蓝')
  const found: Record<string, string[]> = {}
  for (const [name, address] of Object.entries(USER_PAGES(orderId))) {
    await resident.page.goto(`${sites.user}${address}`)
    await settled(resident)
    found[name] = await findings(resident)
  }
  expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
})

test.each([false, true])('no page of the merchant app keeps somebody out (dark: %s)', async (dark) => {
  const owner = await visit(sites.merchant, { dark })
  await staffSignIn(owner, sites.accounts.merchant)
  const found: Record<string, string[]> = {}
  for (const [name, address] of Object.entries(MERCHANT_PAGES)) {
    await owner.page.goto(`${sites.merchant}${address}`)
    await settled(owner)
    found[name] = await findings(owner)
  }
  expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
})
