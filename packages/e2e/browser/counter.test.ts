import { expect, test } from 'vitest'
import { choosePlace, payForCart, putIntoCart, signIn } from '../src/browser/resident.ts'
import { openTab } from '../src/browser/staff.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { agree, fieldOf, useCounter } from './support/counter.ts'

const { sites, visit, behindTheCounter, aPaidOrder } = useCounter()

test('a wrong password is refused, the right one opens the desk', async () => {
  const staff = await visit(sites.merchant)
  const { page, button, text, isAt } = staff
  await button('登录').click()
  await isAt('登录')
  const fields = page.locator('.ll-input-box input').filter({ visible: true })
  await typeInto(fields.nth(0), sites.accounts.verifier.login)
  await typeInto(fields.nth(1), 'not-the-password-1')
  await button('登录').last().click()
  await text(/密码/).last().waitFor()
  await typeInto(fields.nth(1), sites.accounts.verifier.password)
  await button('登录').last().click()
  await isAt('今日')
  staff.complaints.splice(0) // the browser writes down the refused log-in
})

test('a price is asked back before it changes, stock wants a reason, and off sale is off sale', async () => {
  const owner = await behindTheCounter()
  const { page, button, text, isAt } = owner
  await page.goto(`${sites.merchant}pages/goods/index`)
  await text('沁州黄小米').first().click()
  await isAt('商品')
  await button('改价').first().click()
  const field = (name: string) => fieldOf(owner, name)
  await typeInto(field('售价'), '12,8')
  await button('保存').click()
  await text('请填写正确的金额，例如 12.80').waitFor()
  await typeInto(field('售价'), '17.30')
  await button('保存').click()
  await agree(owner)
  await text('售价已修改').waitFor()
  await text('17').first().waitFor()

  const available = async () =>
    Number(
      /可售 (\d+)/.exec(
        (await text(/可售 \d+/)
          .first()
          .textContent()) ?? '',
      )?.[1],
    )
  const before = await available()
  await button('调库存').first().click()
  await typeInto(field('数量'), '4')
  await button('保存').click()
  await text('请填写原因').waitFor()
  await typeInto(field('原因'), '到货')
  await button('保存').click()
  await text(`库存已更新，现在可售 ${before + 4}`).waitFor()
  await expect.poll(available).toBe(before + 4)

  await button('下架').click()
  await agree(owner)
  await button('上架').click()
  await button('下架').waitFor()
})

test('who cannot carry everything takes a part of it, and the rest waits', async () => {
  const customer = await visit(sites.user)
  await choosePlace(customer, '江南春晓', '春晓便利店自提点')
  await signIn(customer, sites.user)
  await putIntoCart(customer, '紫甘蓝')
  await putIntoCart(customer, '紫甘蓝')
  const orderId = await payForCart(customer)
  const owner = await behindTheCounter()
  await owner.page.goto(`${sites.merchant}pkg-desk/order/index?id=${orderId}`)
  await owner.button('接单').click()
  await owner.text('已接单，请备货').waitFor()
  await owner.button('到货').click()
  await agree(owner)
  await owner.text('待取货').first().waitFor()
  await customer.page.goto(`${sites.user}pkg-order/pickup/index?id=${orderId}`)
  await customer.text('向自提点店员出示').waitFor()
  const code = ((await customer.page.locator('.ticket__code').textContent()) ?? '').replaceAll(' ', '')

  const verifier = await behindTheCounter('verifier')
  await openTab(verifier, '核销')
  await typeInto(verifier.page.locator('.verify__field input').filter({ visible: true }), code)
  await verifier.button('查询').click()
  await verifier.page.locator('.t-stepper__minus').filter({ visible: true }).click()
  await verifier.button('确认交付 1 件').click()
  await verifier.text('已部分交付，剩余商品可再次核销').waitFor()
})

test('the desk keeps a remark for the shop alone', async () => {
  const { order } = await aPaidOrder()
  const owner = await behindTheCounter()
  const { page, button, text } = owner
  await page.goto(`${sites.merchant}pkg-desk/order/index?id=${order.id}`)
  await typeInto(page.locator('textarea').filter({ visible: true }), '客人七点来取')
  await button('保存').click()
  await text('已保存').waitFor()
  await page.reload()
  await expect
    .poll(() => page.locator('textarea').filter({ visible: true }).inputValue())
    .toBe('客人七点来取')
})
