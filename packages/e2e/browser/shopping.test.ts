import { expect, test } from 'vitest'
import { choosePlace, putIntoCart, signIn } from '../src/browser/resident.ts'
import { typeInto } from '../src/browser/type-into.ts'
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
  await button(/^自提时间/).click()
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
  const pasted = '王芳 13800000000 浙江省杭州市滨江区长河街道春晓路 288 号 3 幢 502'
  await typeInto(page.locator('textarea').filter({ visible: true }), pasted)
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
