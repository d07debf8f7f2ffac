import type { Locator } from 'playwright-core'
import type { Visitor } from '../../src/browser/chromium.ts'
import { staffSignIn } from '../../src/browser/staff.ts'
import { dataOf } from '../../src/caller.ts'
import { openShop } from '../../src/index.ts'
import type { Buyer, Order } from '../../src/views.ts'
import { useBrowser } from './browser.ts'
import { useSites } from './sites.ts'

/** A browser behind the counter, and the API for what residents do meanwhile. */
export function useCounter() {
  const { visit } = useBrowser()
  const sites = useSites()
  const shop = openShop(sites.addresses)
  const [resident] = sites.accounts.users

  async function behindTheCounter(
    account: 'merchant' | 'otherMerchant' | 'verifier' | 'clerk' = 'merchant',
  ): Promise<Visitor> {
    const staff = await visit(sites.merchant)
    await staffSignIn(staff, sites.accounts[account])
    return staff
  }

  /** Where the verifier's counter stands when nobody has chosen another one. */
  async function theCounter() {
    const { token } = await shop.staffLogIn(sites.accounts.verifier)
    const { items } = await dataOf<{ items: { id: string; communityId: string; name: string }[] }>(
      'GET',
      shop.url('/merchant/pickup-points'),
      { token },
    )
    const [first] = items
    if (!first) throw new Error('the verifier has no pickup point')
    return { pickupPointId: first.id, communityId: first.communityId, name: first.name }
  }

  /** Two pieces, of the first demo resident, not paid. */
  async function anUnpaidOrder(): Promise<{ buyer: Buyer; order: Order }> {
    const buyer = await shop.logIn(resident.openid)
    const [sku] = await shop.firstSkus(1)
    if (!sku) throw new Error('the shop is empty')
    const { pickupPointId, communityId } = await theCounter()
    const wishes = { items: [{ skuId: sku.skuId, qty: 2 }], home: { pickupPointId, communityId } }
    const order = await shop.place(buyer, await shop.settle(buyer, wishes))
    await shop.waitForStatus(buyer, order.id, { statuses: ['PENDING_PAYMENT'] })
    return { buyer, order }
  }

  async function aPaidOrder(): Promise<{ buyer: Buyer; order: Order }> {
    const { buyer, order } = await anUnpaidOrder()
    await shop.pay(buyer, order.id)
    return { buyer, order: await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] }) }
  }

  /** At the pickup point, with the code that its buyer shows. */
  async function aReadyOrder(): Promise<{ buyer: Buyer; order: Order; code: string }> {
    const { buyer, order } = await aPaidOrder()
    const merchant = await shop.staffLogIn(sites.accounts.merchant)
    const { pickupPointId } = await theCounter()
    await shop.receive(merchant, [order.id], pickupPointId)
    const ready = await shop.waitForStatus(buyer, order.id, { statuses: ['READY_FOR_PICKUP'] })
    return { buyer, order: ready, code: await shop.pickupCode(buyer, order.id) }
  }
  return { sites, shop, visit, behindTheCounter, theCounter, anUnpaidOrder, aPaidOrder, aReadyOrder }
}

/** The field of a form that is labelled so. */
export const fieldOf = ({ page }: Visitor, name: string): Locator =>
  page.locator('.ll-field').filter({ hasText: name }).locator('input').filter({ visible: true })

/** Agrees to what is asked. */
export const agree = ({ page }: Visitor, word = '确定'): Promise<void> =>
  page.locator('.t-dialog').getByText(word, { exact: true }).click()
