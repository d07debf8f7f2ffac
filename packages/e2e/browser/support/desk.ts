import type { Locator } from 'playwright-core'
import { adminSignIn, DESK } from '../../src/browser/admin.ts'
import type { Look, Visitor } from '../../src/browser/chromium.ts'
import { openShop, type Shop } from '../../src/index.ts'
import { useBrowser } from './browser.ts'
import { useSites } from './sites.ts'

/** A browser at the console, and the API for what happens elsewhere meanwhile. */
export function useDesk() {
  const { visit } = useBrowser()
  const sites = useSites()
  const shop: Shop = openShop(sites.addresses)
  const [{ openid }] = sites.accounts.users
  const atDesk = (path: string, look: Look = {}): Promise<Visitor> =>
    visit(`${sites.admin}${path}`, { ...DESK, desk: true, ...look })

  async function anAdmin(account: 'admin' | 'service' = 'admin'): Promise<Visitor> {
    const admin = await atDesk('login')
    await adminSignIn(admin, sites.admin, sites.accounts[account])
    return admin
  }

  /** @param options.isPromised the order holds a place in the next slot */
  async function anUnpaidOrder({ isPromised = false } = {}) {
    const buyer = await shop.logIn(openid)
    const [sku] = await shop.firstSkus(1)
    const items = [{ skuId: sku?.skuId ?? '', qty: 1 }]
    const settlement = await shop.settle(buyer, { items })
    const slotId = settlement.slots.find(({ selectable }) => selectable)?.slotId
    const settled = isPromised && slotId ? await shop.settle(buyer, { items, slotId }) : settlement
    const order = await shop.place(buyer, settled)
    await shop.waitForStatus(buyer, order.id, { statuses: ['PENDING_PAYMENT'] })
    return { buyer, order }
  }
  return { sites, shop, visit, atDesk, anAdmin, anUnpaidOrder }
}

/** The row of a table that says this. */
export const rowOf = ({ page }: Visitor, text: string): Locator =>
  page.locator('tbody tr').filter({ hasText: text }).first()
