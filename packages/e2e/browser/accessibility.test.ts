import { expect, test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { MERCHANT_PAGES, USER_PAGES } from '../src/browser/pages.ts'
import { choosePlace, payForCart, putIntoCart, signIn } from '../src/browser/resident.ts'
import { staffSignIn } from '../src/browser/staff.ts'
import { openShop } from '../src/index.ts'
import { findings } from './support/axe.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'

const { visit } = useBrowser()
const sites = useSites()

const shop = openShop(sites.addresses)

const aProduct = async (): Promise<string> => {
  const [sku] = await shop.firstSkus(1)
  if (!sku) throw new Error('the shop is empty')
  return sku.productId
}

/** A new resident with a paid order and something in the cart. @returns the id of the order */
async function aCustomer(dark: boolean) {
  const resident = await visit(sites.user, { dark })
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '紫甘蓝')
  const orderId = await payForCart(resident)
  await putIntoCart(resident, '紫甘蓝')
  return { resident, orderId }
}

const settled = async ({ page }: Visitor): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.locator('.ll-bone').filter({ visible: true }).first().waitFor({ state: 'detached' })
}

test.each([false, true])('no page of the resident app keeps somebody out (dark: %s)', async (dark) => {
  const { resident, orderId } = await aCustomer(dark)
  const found: Record<string, string[]> = {}
  for (const [name, address] of Object.entries(USER_PAGES({ orderId, productId: await aProduct() }))) {
    await resident.page.goto(`${sites.user}${address}`)
    await settled(resident)
    found[name] = await findings(resident)
  }
  expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
})

test.each([false, true])('no page of the merchant app keeps somebody out (dark: %s)', async (dark) => {
  const { orderId } = await aCustomer(dark)
  const owner = await visit(sites.merchant, { dark })
  await staffSignIn(owner, sites.accounts.merchant)
  const found: Record<string, string[]> = {}
  for (const [name, address] of Object.entries(MERCHANT_PAGES({ orderId, productId: await aProduct() }))) {
    await owner.page.goto(`${sites.merchant}${address}`)
    await settled(owner)
    found[name] = await findings(owner)
  }
  expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
})
