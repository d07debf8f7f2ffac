import { expect, test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { choosePlace, putIntoCart, signIn } from '../src/browser/resident.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'

const { visit } = useBrowser()
const sites = useSites()

async function aResident(): Promise<Visitor> {
  const resident = await visit(sites.user)
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user)
  return resident
}

test('the home page has goods for everybody, and the search remembers what one looked for', async () => {
  const { page, button, text, isAt } = await aResident()
  for (const part of ['邻居都在买', '为你推荐', '全部好物']) await text(part).first().waitFor()
  await page.goto(`${sites.user}pkg-goods/search/index`)
  await isAt('搜索')
  const field = page.locator('.t-search input').filter({ visible: true })
  await typeInto(field, '没有这种东西')
  await field.press('Enter')
  await text('没有找到“没有这种东西”').waitFor()
  await typeInto(field, '豆腐')
  await field.press('Enter')
  await text('卤水老豆腐').first().waitFor()
  await button('价格↑').or(text('价格↑')).first().click()
  await text('卤水老豆腐').first().waitFor()
  await page.goto(`${sites.user}pkg-goods/search/index`)
  await text('最近搜过').waitFor()
  await text('豆腐').first().waitFor()
})

test('a product is bought in the option one has chosen', async () => {
  const { page, button, text, isAt } = await aResident()
  await page.goto(`${sites.user}pages/category/index`)
  await text('上海青').first().click()
  await isAt('商品详情')
  await button(/选择规格/).click()
  const foot = page.locator('.sku__foot').filter({ visible: true })
  await page.locator('.sku__spec').getByRole('button', { name: '500g', exact: true }).click()
  await foot.getByText('加入购物车').click()
  await text('已加入购物车').waitFor()
  await page.goto(`${sites.user}pages/cart/index`)
  await text('500g').first().waitFor()
})

test('the cart tells what is missing for a free delivery, and counts along', async () => {
  const resident = await aResident()
  const { page, button, text } = resident
  await putIntoCart(resident, '紫甘蓝')
  await page.goto(`${sites.user}pages/cart/index`)
  await text(/送货上门还差 ¥\d+\.\d\d 起送/).waitFor()
  const more = button('增加').or(page.locator('.t-stepper__plus')).filter({ visible: true }).first()
  for (let n = 0; n < 2; n += 1) {
    const counted = page.waitForResponse(/carts\/me\/items/)
    await more.click()
    await counted
  }
  await text(/再买 ¥\d+\.\d\d，送货上门免配送费/).waitFor()
})

test('a coupon is taken from the centre and lies among one’s own', async () => {
  const { page, button, text } = await aResident()
  await page.goto(`${sites.user}pkg-user/coupons/index?tab=centre`)
  const card = page.locator('.coupon').filter({ hasText: '周末 85 折券' })
  await card.getByRole('button', { name: '领取' }).click()
  await text('已放入卡包').or(text('领取成功')).or(card.getByText('已领取')).first().waitFor()
  await page.goto(`${sites.user}pkg-user/coupons/index`)
  await text('周末 85 折券').first().waitFor()
  await button('去使用').first().click()
  await page.waitForURL('**/pages/home/index')
})

test('messages are counted, read, and thrown away', async () => {
  const { page, button, text } = await aResident()
  await page.goto(`${sites.user}pkg-user/messages/index`)
  await text('欢迎来到邻里').first().waitFor()
  await button('全部已读').click()
  await button('全部已读').waitFor({ state: 'hidden' })
  await button('删除 欢迎来到邻里').click()
  await page.locator('.t-dialog').getByText('确定').click()
  await text('欢迎来到邻里').first().waitFor({ state: 'hidden' })
})

test('a profile is corrected before it is saved; language, appearance and size follow the person', async () => {
  const resident = await aResident()
  const { page, button, text, isAt } = resident
  await page.goto(`${sites.user}pkg-user/profile/index`)
  const field = (name: string) =>
    page.locator('.ll-field').filter({ hasText: name }).locator('input').filter({ visible: true })
  await typeInto(field('昵称'), '春晓的小雨')
  await typeInto(field('生日'), '昨天')
  await button('保存').click()
  await page.locator('.ll-field__error').filter({ visible: true }).waitFor()
  await typeInto(field('生日'), '1991-02-03')
  await button('保存').click()
  await text('已保存').waitFor()
  await page.waitForURL(({ pathname }) => !pathname.includes('profile')) // it goes back by itself
  await page.goto(`${sites.user}pages/me/index`)
  await text('春晓的小雨').waitFor()

  await page.goto(`${sites.user}pkg-user/settings/index`)
  await button('English').click()
  await isAt('Settings')
  await button('Dark').click()
  await page.locator('.ll-dark').first().waitFor()
  await page.goto(`${sites.user}pages/cart/index`)
  await text('Your cart is empty').waitFor()
  const tabs = page.locator('.taro-tabbar__tabbar').filter({ visible: true })
  await expect.poll(() => tabs.textContent()).toContain('Cart')
})
