import { expect, test } from 'vitest'
import { adminSignIn, DESK, settled } from '../src/browser/admin.ts'
import type { Visitor } from '../src/browser/chromium.ts'
import { choosePlace, putIntoCart, signIn } from '../src/browser/resident.ts'
import { openTab, staffSignIn } from '../src/browser/staff.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'

const { visit } = useBrowser()
const sites = useSites()

/** What the owner's phone notices by itself comes with the next look it takes. */
const NEXT_LOOK_MS = 30_000
const POLL = { timeout: 15_000, interval: 500 }

/** The figure of a card on the dashboard. */
const figure = async ({ page }: Visitor, name: string): Promise<number> =>
  Number(
    (await page.locator('.stat').filter({ hasText: name }).locator('.value').textContent())?.replaceAll(
      /[^\d.]/g,
      '',
    ),
  )

/** Chooses the coupon on the way from the cart to the order, and pays. @returns the id of the order */
async function payWithCoupon({ page, button, text, isAt }: Visitor): Promise<string> {
  await page.goto(`${sites.user}pages/cart/index`)
  await button(/^去结算/).click()
  await isAt('确认订单')
  await text('新邻居见面礼').first().waitFor()
  await text(/已优惠/).waitFor()
  await button('提交订单').click()
  await page.getByRole('button', { name: '确认支付' }).click()
  await text('支付成功').waitFor()
  const id = new URL(page.url()).searchParams.get('id')
  if (!id) throw new Error(`${page.url()} names no order`)
  return id
}

test('one order, on the screens of everybody it goes through', async () => {
  const admin = await visit(`${sites.admin}login`, { ...DESK, desk: true })
  await adminSignIn(admin, sites.admin, sites.accounts.admin)
  await admin.page.goto(`${sites.admin}dashboard`)
  await settled(admin)
  const before = { paid: await figure(admin, '付款订单'), gmv: await figure(admin, '成交额') }
  const owner = await visit(sites.merchant)
  await staffSignIn(owner, sites.accounts.merchant)
  const verifier = await visit(sites.merchant)
  await staffSignIn(verifier, sites.accounts.verifier)

  const resident = await visit(sites.user)
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '阳光金果猕猴桃')
  const orderId = await payWithCoupon(resident)

  // Nobody touches the owner's phone: the order comes by itself.
  await owner.text(/有 \d+ 个新订单/).waitFor({ timeout: NEXT_LOOK_MS })
  await owner.page.goto(`${sites.merchant}pkg-desk/order/index?id=${orderId}`)
  await owner.isAt('订单详情')
  await owner.button('接单').click()
  await owner.text('已接单，请备货').waitFor()
  await owner.button('到货').click()
  await owner.page.locator('.t-dialog').getByText('确定').click()
  await owner.text('待取货').first().waitFor()

  await resident.page.goto(`${sites.user}pkg-order/pickup/index?id=${orderId}`)
  await resident.text('向自提点店员出示').waitFor()
  const code = ((await resident.page.locator('.ticket__code').textContent()) ?? '').replaceAll(' ', '')

  await openTab(verifier, '核销')
  await typeInto(verifier.page.locator('.verify__field input').filter({ visible: true }), code)
  await verifier.button('查询').click()
  await verifier.text('阳光金果猕猴桃').first().waitFor()
  await verifier.button(/^确认交付/).click()
  await verifier.text('已全部交付').waitFor()

  await resident.page.goto(`${sites.user}pkg-order/detail/index?id=${orderId}`)
  // The order hears of the hand-over by an event.
  await expect
    .poll(async () => {
      await resident.page.reload()
      await settled(resident)
      return resident.text('已完成').first().isVisible()
    }, POLL)
    .toBe(true)
  const orderNo =
    (await resident
      .text(/^\d{14,}$/)
      .first()
      .textContent()) ?? ''

  await admin.page.keyboard.press('/')
  await admin.page.keyboard.type(orderNo)
  await admin.page.keyboard.press('Enter')
  await admin.page.locator('tbody .link-button').first().click()
  await admin.page.getByRole('heading', { name: `订单 ${orderNo}` }).waitFor()
  const timeline = admin.page.locator('.timeline')
  for (const step of [
    '提交订单',
    '占用成功，等待付款',
    '付款成功',
    '支付成功',
    '商家接单',
    '到达自提点',
    '核销，订单完成',
  ])
    await timeline.getByText(step, { exact: true }).first().waitFor()

  await admin.page.goto(`${sites.admin}dashboard`)
  await settled(admin)
  await expect.poll(() => figure(admin, '付款订单')).toBeGreaterThan(before.paid)
  expect(await figure(admin, '成交额')).toBeGreaterThan(before.gmv)
})
