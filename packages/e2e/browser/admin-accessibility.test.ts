import { expect, test } from 'vitest'
import { ADMIN_PAGES, adminSignIn, DESK, settled } from '../src/browser/admin.ts'
import { liveADay } from '../src/busy-day.ts'
import { openShop } from '../src/index.ts'
import { findings } from './support/axe.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'

const { visit } = useBrowser()
const sites = useSites()

/** What opens over a page, by the page and by what is pressed; slots of a community that has some. */
const overlays = (communityId: string): Record<string, readonly [address: string, opener: string]> => ({
  order: ['orders', 'tbody .link-button'],
  payment: ['payments', 'tbody .link-button'],
  product: ['products', 'tbody .link-button'],
  ledger: ['inventories', 'tbody .el-button'],
  user: ['users', 'tbody .link-button'],
  leader: ['leaders', 'tbody .link-button'],
  community: ['communities', 'tbody .link-button'],
  'pickup point': ['pickup-points', 'tbody .link-button'],
  slot: [`slots?community=${communityId}`, '.slot'],
  fee: ['fees', 'tbody .link-button'],
  coupon: ['coupons', '.head .el-button--primary'],
  role: ['roles', '.group .el-button'],
  admin: ['admins', '.head .el-button--primary'],
})

test.each([false, true])(
  'no page of the console keeps somebody out (dark: %s)',
  async (dark) => {
    const shop = openShop(sites.addresses)
    await liveADay(shop, 6)
    const admin = await visit(`${sites.admin}login`, { ...DESK, desk: true, dark })
    const found: Record<string, string[]> = {}
    await admin.page.locator('input[name=login]').waitFor()
    found.login = await findings(admin)
    await adminSignIn(admin, sites.admin, sites.accounts.admin)
    for (const [name, address] of Object.entries(ADMIN_PAGES)) {
      await admin.page.goto(`${sites.admin}${address}`)
      await settled(admin)
      found[name] = await findings(admin)
    }
    for (const [name, [address, opener]] of Object.entries(overlays(shop.home.communityId))) {
      await admin.page.goto(`${sites.admin}${address}`)
      await admin.page.locator(opener).first().click()
      await admin.page.locator('.el-drawer__body').filter({ visible: true }).first().waitFor()
      await settled(admin)
      found[`${name} (opened)`] = await findings(admin)
    }
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
  },
  300_000,
)
