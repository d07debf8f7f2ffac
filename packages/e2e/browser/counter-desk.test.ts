import { expect, test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { agree, fieldOf, useCounter } from './support/counter.ts'

const { sites, shop, theCounter, behindTheCounter, anUnpaidOrder, aPaidOrder } = useCounter()

/** The desk, with the orders that end so. */
async function findOrder(staff: Visitor, orderNo: string): Promise<void> {
  await staff.page.goto(`${sites.merchant}pages/orders/index`)
  await typeInto(staff.page.locator('.desk-tools input').filter({ visible: true }), orderNo.slice(-8))
  await expect.poll(() => staff.page.locator('.desk').filter({ visible: true }).count()).toBe(1)
}

test('a customer’s phone is shown for a reason, and the audit log knows who looked', async () => {
  const { order } = await aPaidOrder()
  const owner = await behindTheCounter()
  const { page, button, text } = owner
  await page.goto(`${sites.merchant}pkg-desk/order/index?id=${order.id}`)
  await button(/顾客/).click()
  await button('商品缺货').click()
  await text(/^1\d{10}$/).waitFor()
  await button('拨打电话').waitFor()
  const admin = await shop.adminLogIn(sites.accounts.admin)
  const logs = async () => {
    const path = `/admin/audit-logs?targetId=${order.id}&page=1&pageSize=10`
    const answer = await fetch(shop.url(path), { headers: { authorization: `Bearer ${admin.token}` } })
    const { data } = (await answer.json()) as { data: { items: { action: string; details: object }[] } }
    return data.items
  }
  await expect
    .poll(logs, { timeout: 10_000 })
    .toMatchObject([{ action: 'order.pii.reveal', details: { reason: '商品缺货' } }])
})

test('who may not see phones is not offered to', async () => {
  const { order } = await aPaidOrder()
  const clerk = await behindTheCounter('clerk')
  await clerk.page.goto(`${sites.merchant}pkg-desk/order/index?id=${order.id}`)
  await clerk.text('订单编号').or(clerk.text('下单时间')).first().waitFor()
  expect(await clerk.button(/顾客/).count()).toBe(0)
})

test('several orders are taken on at once, and their pick list and labels go to the printer', async () => {
  const [first, second] = [await aPaidOrder(), await aPaidOrder()]
  const owner = await behindTheCounter()
  const { page, button, text } = owner
  await page.goto(`${sites.merchant}pages/orders/index`)
  await button('批量').click()
  for (const { order } of [first, second]) await button(`选择 ${order.orderNo.slice(-6)}`).click()
  await text('已选 2').waitFor()
  await button('拣货单').click()
  await owner.isAt('拣货单')
  for (const { order } of [first, second]) await text(order.orderNo.slice(-6)).first().waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await button('打印').count()).toBe(0)
  const paper = await page.pdf({ format: 'A4' })
  expect(paper.byteLength).toBeGreaterThan(10_000)
  await page.emulateMedia({ media: 'screen' })

  await page.goto(`${sites.merchant}pages/orders/index`)
  await button('批量').click()
  for (const { order } of [first, second]) await button(`选择 ${order.orderNo.slice(-6)}`).click()
  await button('标签').click()
  await owner.isAt('包裹标签')
  expect(await page.locator('.label').count()).toBe(2)
  await page.goBack()

  await page.goto(`${sites.merchant}pages/orders/index`)
  await button('批量').click()
  for (const { order } of [first, second]) await button(`选择 ${order.orderNo.slice(-6)}`).click()
  await button(/^接单$/).click()
  await text('已接 2 单，请备货').waitFor()
  for (const { order } of [first, second]) {
    const { token } = await shop.staffLogIn(sites.accounts.merchant)
    const answer = await fetch(shop.url(`/merchant/orders/${order.id}`), {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await answer.json()).toMatchObject({ data: { acceptedAt: expect.any(String) } })
  }
})

test('an order is found by its last digits; filters narrow the desk, and say how many there are', async () => {
  const { order } = await aPaidOrder()
  const owner = await behindTheCounter()
  await findOrder(owner, order.orderNo)
  const { page, button, text } = owner
  await button('筛选').click()
  await button(new RegExp(`^${(await theCounter()).name}$`)).click()
  await button('查看').click()
  await page.locator('.desk-tools__count').filter({ hasText: '1' }).waitFor()
  await text(order.orderNo.slice(-6)).first().waitFor()
})

test('an unpaid order gets a better price, and that is what its buyer pays', async () => {
  const { buyer, order } = await anUnpaidOrder()
  const owner = await behindTheCounter()
  const { page, button, text } = owner
  await page.goto(`${sites.merchant}pkg-desk/order/index?id=${order.id}`)
  await button('改价').click()
  await typeInto(fieldOf(owner, '改为'), '99999')
  await button('保存').last().click()
  await text(/请填写 ¥.* 到 ¥.* 之间的金额/).waitFor()
  await typeInto(fieldOf(owner, '改为'), '5.00')
  await button('保存').last().click()
  await agree(owner)
  await text('已改价，顾客会收到通知').waitFor()
  expect((await shop.order(buyer, order.id)).payableFen).toBe(500)
  await shop.pay(buyer, order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
})
