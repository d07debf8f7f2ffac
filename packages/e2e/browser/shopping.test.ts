import { expect, test } from 'vitest'
import { choosePlace, payForCart, putIntoCart, signIn } from '../src/browser/resident.ts'
import { openTab, staffSignIn } from '../src/browser/staff.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'

const { visit } = useBrowser()
const sites = useSites()

test('a resident registers, shops with a coupon, pays, and holds a pickup code', async () => {
  const resident = await visit(sites.user)
  const { page, button, text, isAt } = resident
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '阳光金果猕猴桃')

  await page.goto(`${sites.user}pages/cart/index`)
  await button(/^去结算/).click()
  await isAt('确认订单')
  // The welcome coupon is taken by itself, and the price says so line by line.
  await text('新邻居见面礼').first().waitFor()
  await text('价格明细').waitFor()
  await text(/已优惠/).waitFor()
  await button(/^配送时间/).click()
  // Slots of today may be over or full; whatever can be chosen will do.
  await page.locator('.pick:not([aria-disabled=true])').filter({ visible: true }).first().click()
  await text(/^(今天|明天|\d\d-\d\d) \d\d:\d\d/)
    .first()
    .waitFor()

  await button('提交订单').click()
  await page.getByRole('note').filter({ hasText: '不会真的扣款' }).waitFor()
  await page.getByRole('button', { name: '确认支付' }).click()
  await text('支付成功').waitFor()
  await button('查看订单').click()
  await isAt('订单详情')
  await text('备货中').first().waitFor()
  await button('出示取货码').click()
  await isAt('取货码')
  expect(await page.locator('.ticket__code').filter({ visible: true }).textContent()).toMatch(
    /^[0-9A-Z]{3} [0-9A-Z]{3}/,
  )
  await page.getByRole('img', { name: '二维码' }).waitFor()
})

test('who turns back at the cashier keeps the order, and can pay or cancel it', async () => {
  const resident = await visit(sites.user)
  const { page, button, text, isAt } = resident
  await choosePlace(resident, '江南春晓', '江南春晓驿站')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '卤水老豆腐')
  await page.goto(`${sites.user}pages/cart/index`)
  await button(/^去结算/).click()
  await isAt('确认订单')
  await button('提交订单').click()
  await page.getByRole('button', { name: '取消' }).click()
  await text('支付已取消').waitFor()
  await button('去支付').click()
  await page.getByRole('button', { name: '支付失败' }).click()
  await text('支付没有完成').waitFor()
  await button('查看订单').click()
  await isAt('订单详情')
  await button('取消订单').click()
  await page.locator('.t-dialog').getByText('取消订单', { exact: true }).click()
  await text('已取消').first().waitFor()
  await button('再来一单').click()
  await isAt('购物车')
  await text('卤水老豆腐').first().waitFor()
})

test('a resident has it brought home, to an address that was pasted', async () => {
  const resident = await visit(sites.user)
  const { page, button, text, isAt } = resident
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '库尔勒香梨')
  await page.goto(`${sites.user}pkg-user/address-edit/index`)
  await page
    .locator('textarea')
    .filter({ visible: true })
    .fill('王芳 13800000000 浙江省杭州市滨江区长河街道春晓路 288 号 3 幢 502')
  await button('识别').click()
  await button('保存').click()
  await text('已保存').waitFor()

  await page.goto(`${sites.user}pages/cart/index`)
  await button(/^去结算/).click()
  await isAt('确认订单')
  await button('送货上门').click()
  await text('王芳 138****0000').waitFor()
  await text('配送费').waitFor()
  await button('提交订单').click()
  await page.getByRole('button', { name: '确认支付' }).click()
  await text('支付成功').waitFor()
  await button('查看订单').click()
  await text(/春晓路288号3幢502/).waitFor()
})

test('the shop sees an order live, prepares it, and hands it over by the code on the resident’s screen', async () => {
  const owner = await visit(sites.merchant)
  await staffSignIn(owner, sites.accounts.merchant)
  const verifier = await visit(sites.merchant)
  await staffSignIn(verifier, sites.accounts.verifier)

  const resident = await visit(sites.user)
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  await putIntoCart(resident, '紫甘蓝')
  const orderId = await payForCart(resident)

  // Nobody touches the owner's phone: the order comes by itself.
  await owner.text(/有 \d+ 个新订单/).waitFor({ timeout: 30_000 })
  await openTab(owner, '订单')
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
  await verifier.page.locator('.verify__field input').filter({ visible: true }).fill(code)
  await verifier.button('查询').click()
  await verifier.text('紫甘蓝').first().waitFor()
  await verifier.button(/^确认交付/).click()
  await verifier.text('已全部交付').waitFor()

  await resident.page.goto(`${sites.user}pkg-order/detail/index?id=${orderId}`)
  await resident.text('已完成').first().waitFor()
})
