import type { Visitor } from './chromium.ts'
import { typeInto } from './type-into.ts'

/** Chooses a community and one of its points, from the home page of a stranger. */
export async function choosePlace(
  { button, isAt }: Visitor,
  community: string,
  point: string,
): Promise<void> {
  await button('选择小区').last().click()
  await isAt('选择小区和自提点')
  await button(community).click()
  await button(point).click()
  await button(new RegExp(community)).first().waitFor()
}

/** Signs in through the simulator's page as somebody new, or as the demo resident of that name. */
export async function signIn(
  { page, button, isAt }: Visitor,
  origin: string,
  nickname?: string,
): Promise<void> {
  await page.goto(`${origin}pkg-user/login/index`)
  await isAt('登录')
  await button('我已阅读并同意').click()
  await button('微信登录（模拟）').click()
  await page.getByRole('note').filter({ hasText: '不是微信' }).waitFor()
  await page.getByRole('button', { name: nickname ?? '新的微信用户' }).click()
  await page.waitForURL('**/pages/home/index')
}

/** Puts a product into the cart by its name, through the search. */
export async function putIntoCart({ page, button, text }: Visitor, name: string): Promise<void> {
  await page.goto(new URL('/pkg-goods/search/index', page.url()).href)
  const field = page.getByRole('searchbox').or(page.locator('.t-search input')).filter({ visible: true })
  await typeInto(field.first(), name)
  await field.first().press('Enter')
  await button(`加入购物车 ${name}`).first().click()
  const added = text('已加入购物车').first()
  const options = page.locator('.sku__foot').filter({ visible: true }).getByText('加入购物车')
  await added.or(options).first().waitFor()
  if (await options.isVisible()) await options.click()
  await added.waitFor()
}

/** From the filled cart to the paid order. @returns the id of the order */
export async function payForCart({ page, button, text, isAt }: Visitor): Promise<string> {
  await page.goto(new URL('/pages/cart/index', page.url()).href)
  await button(/^去结算/).click()
  await isAt('确认订单')
  await button('提交订单').click()
  await page.getByRole('button', { name: '确认支付' }).click()
  await text('支付成功').waitFor()
  const id = new URL(page.url()).searchParams.get('id')
  if (!id) throw new Error(`${page.url()} names no order`)
  return id
}
