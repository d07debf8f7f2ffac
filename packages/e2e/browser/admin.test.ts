import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { DESK, settled } from '../src/browser/admin.ts'
import { rowOf, useDesk } from './support/desk.ts'

const { sites, shop, visit, atDesk, anAdmin, anUnpaidOrder } = useDesk()

test('a wrong password says so, the right one leads where one wanted to go', async () => {
  const admin = await atDesk('payments?status=SUCCEEDED')
  const { page } = admin
  await page.locator('input[name=login]').fill(sites.accounts.admin.login)
  await page.locator('input[name=password]').fill('not-the-password-1')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.locator('input[name=password]').fill(sites.accounts.admin.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/admin/payments?status=SUCCEEDED')
  admin.complaints.splice(0) // the browser writes down the refused log-in
})

test('filters, page and the opened order survive a reload; back closes one after the other', async () => {
  const { order } = await anUnpaidOrder()
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}orders`)
  await page.getByRole('textbox', { name: '订单号', exact: true }).fill(order.orderNo)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/orders?orderNo=${order.orderNo}`)
  await rowOf(admin, order.orderNo).locator('.link-button').click()
  await page.getByRole('heading', { name: `订单 ${order.orderNo}` }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: `订单 ${order.orderNo}` }).waitFor()
  await page.goBack()
  await page.locator('.el-drawer').filter({ visible: true }).waitFor({ state: 'detached' })
  expect(page.url()).toContain(`orderNo=${order.orderNo}`)
  expect(await page.locator('.el-table tbody tr').count()).toBe(1)
})

test('an unpaid order is cancelled with a reason; the timeline and the buyer know it', async () => {
  const { buyer, order } = await anUnpaidOrder()
  const admin = await anAdmin()
  const { page, button } = admin
  await page.goto(`${sites.admin}orders?id=${order.id}`)
  await button('取消订单').click()
  const box = page.getByRole('dialog', { name: '取消这个订单？' })
  await box.getByRole('button', { name: '取消订单' }).click()
  await box.getByText('请填写 2 到 200 个字').waitFor() // without a reason nothing happens
  await box.getByRole('textbox').fill('顾客来电要求取消')
  await box.getByRole('button', { name: '取消订单' }).click()
  await page.getByText('订单已取消').waitFor()
  await page.locator('.timeline').getByText('顾客来电要求取消').waitFor()
  await shop.waitForStatus(buyer, order.id, { statuses: ['CLOSED'] })
})

test('the dashboard moves with a paid order, and its timeline holds order and payment', async () => {
  const admin = await anAdmin()
  const { page } = admin
  const paidOrders = async () =>
    Number(await page.locator('.stat').filter({ hasText: '付款订单' }).locator('.value').textContent())
  await page.goto(`${sites.admin}dashboard`)
  await page.locator('svg').first().waitFor()
  await settled(admin)
  const before = await paidOrders()
  const { buyer, order } = await anUnpaidOrder()
  await shop.pay(buyer, order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
  await page.reload()
  await expect.poll(paidOrders).toBeGreaterThan(before)

  await page.goto(`${sites.admin}orders?id=${order.id}`)
  const timeline = page.locator('.timeline')
  for (const step of ['提交订单', '占用成功，等待付款', '付款成功', '支付成功'])
    await timeline.getByText(step, { exact: true }).first().waitFor()
})

test('stock is adjusted once, and the ledger says by how much and why', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}inventories?keyword=${encodeURIComponent('紫甘蓝')}`)
  const row = rowOf(admin, '紫甘蓝')
  const onHand = async () => Number(await row.locator('td').nth(2).textContent())
  await row.waitFor()
  const before = await onHand()
  await row.getByRole('button', { name: /^调整库存/ }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.getByRole('button', { name: '保存' }).click()
  await drawer.getByText('必填').waitFor()
  await drawer.getByRole('spinbutton').fill('7')
  await drawer.getByRole('textbox').last().fill('到货补录')
  await drawer.getByRole('button', { name: '保存' }).dblclick() // pressed twice, adjusted once
  await page
    .getByText(/库存已调整/)
    .first()
    .waitFor()
  await expect.poll(onHand).toBe(before + 7)
  await row.getByRole('button', { name: /台账/ }).click()
  await page.locator('.el-drawer tbody tr').first().getByText('到货补录').waitFor()
})

test('a product gets its SKUs from specs, keeps a draft, and is saved with its picture', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}products?id=new`)
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  const name = `浏览器测试苹果 ${Date.now() % 100_000}`
  await drawer.getByLabel('名称', { exact: true }).fill(name)
  await drawer.getByRole('button', { name: '添加规格' }).click()
  await drawer.getByPlaceholder('规格名，如 重量').fill('重量')
  const values = drawer.locator('.spec .el-input-tag input')
  for (const value of ['500g', '1kg']) {
    await values.fill(value)
    await values.press('Enter')
  }
  await drawer.locator('.spec').first().getByText('1kg').waitFor()
  expect(await drawer.locator('tbody tr').count()).toBe(2)

  await page.reload() // what was typed is still there
  await drawer.getByText('上次未保存的草稿已恢复').waitFor()
  expect(await drawer.getByLabel('名称', { exact: true }).inputValue()).toBe(name)

  await drawer.getByRole('button', { name: '保存' }).click() // nothing is sent while fields are missing
  await drawer.getByText('必填').first().waitFor()
  await drawer
    .locator('.fill input')
    .first()
    .fill(`E2E${Date.now() % 1_000_000}`)
  await drawer.locator('.fill .money input').fill('12.80')
  await drawer.getByRole('button', { name: '填入所有行' }).click()
  for (const [label, choice] of [
    ['分类', '苹果'],
    ['商家', '邻里生鲜'],
  ] as const) {
    await drawer.locator('.el-form-item').filter({ hasText: label }).first().locator('input').click()
    await page
      .locator('.el-select-dropdown, .el-tree-select__popper')
      .filter({ visible: true })
      .getByText(choice, { exact: true })
      .first()
      .click()
  }
  await drawer.locator('input[type=file]').setInputFiles({
    name: 'apple.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  })
  await drawer.locator('.cover').first().waitFor()
  await drawer.getByRole('button', { name: '保存' }).click()
  await page.getByText('商品已保存').waitFor()
  await page.goto(`${sites.admin}products?keyword=${encodeURIComponent(name)}`)
  await rowOf(admin, name).getByText('草稿').waitFor()

  // What is changed in one that is there is kept too, until it is saved; who only looks leaves nothing behind.
  const subtitle = drawer.getByLabel('副标题', { exact: true })
  const kept = drawer.getByText('上次未保存的草稿已恢复')
  const reopen = async () => {
    await page.reload()
    await drawer.getByLabel('名称', { exact: true }).waitFor()
  }
  await rowOf(admin, name).locator('.link-button').first().click()
  await subtitle.waitFor()
  await reopen()
  expect(await kept.count()).toBe(0)
  await subtitle.fill('又脆又甜')
  await reopen()
  await kept.waitFor()
  expect(await subtitle.inputValue()).toBe('又脆又甜')
  await drawer.getByRole('button', { name: '放弃草稿' }).click()
  await expect.poll(() => subtitle.inputValue()).toBe('')
  await reopen()
  expect(await kept.count()).toBe(0)
  await subtitle.fill('冰糖心')
  await drawer.getByRole('button', { name: '保存' }).click()
  await page.getByText('商品已保存').waitFor()
  await rowOf(admin, name).locator('.link-button').first().click()
  await expect.poll(() => subtitle.inputValue()).toBe('冰糖心')
  expect(await kept.count()).toBe(0)
})

test('personal data is shown for a reason, and the audit log has it', async () => {
  const admin = await anAdmin()
  const { page, button } = admin
  await page.goto(`${sites.admin}users?id=${sites.accounts.users[0].userId}`)
  await button('查看手机号').click()
  const reason = `核对订单 ${Date.now()}`
  const box = page.getByRole('dialog', { name: '查看隐私信息？' })
  await box.getByRole('textbox').fill(reason)
  await box.getByRole('button', { name: '查看并记录' }).click()
  await page
    .locator('.el-drawer')
    .getByText(/^1990000\d{4}$/)
    .waitFor()
  await page.goto(`${sites.admin}audit-logs?action=user.pii.reveal`)
  await rowOf(admin, reason).waitFor()
})

test('a fence is moved by a corner and stays moved', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}communities`)
  await rowOf(admin, '未来云邸').locator('.link-button').first().click()
  const corner = page.getByRole('button', { name: '顶点 1', exact: true })
  await corner.waitFor()
  const area = () => page.locator('figcaption').textContent()
  const before = await area()
  await corner.focus()
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowUp')
  const moved = await area()
  expect(moved).not.toBe(before)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  await page.reload()
  await page.goto(`${sites.admin}communities`)
  await rowOf(admin, '未来云邸').locator('.link-button').first().click()
  await expect.poll(area).toBe(moved)
})

test('a fee is tried before it is changed', async () => {
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}fees`)
  const result = page.locator('.result')
  await result.locator('.fee').waitFor()
  const near = await result.textContent()
  await page.getByRole('slider', { name: '距离（米）' }).focus()
  await page.keyboard.press('End')
  await expect.poll(() => result.textContent()).not.toBe(near)
})

test('a role shows what a change gives and takes before it is saved', async () => {
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}roles`)
  await page.getByRole('button', { name: '复制 客服' }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.getByLabel('名称', { exact: true }).fill('夜班客服')
  await drawer.getByLabel('代码', { exact: true }).fill(`NIGHT_${Date.now() % 100_000}`)
  await drawer.getByText('取消订单', { exact: true }).click()
  await drawer
    .getByRole('region', { name: '本次修改' })
    .getByText(/取消订单/)
    .waitFor()
  await drawer.getByRole('button', { name: '保存' }).click()
  await page.getByText('夜班客服').first().waitFor()
})

test('who may only look sees no button to act, and no page of others', async () => {
  const admin = await anAdmin('service')
  const { page } = admin
  const menu = page.getByRole('navigation', { name: '主菜单' })
  await menu.getByRole('link', { name: '订单', exact: true }).waitFor()
  expect(await menu.getByRole('link', { name: '角色与权限' }).count()).toBe(0)
  expect(await menu.getByRole('link', { name: '工作台' }).count()).toBe(0)
  await page.goto(`${sites.admin}products`)
  await rowOf(admin, '在售').waitFor()
  expect(await page.getByRole('button', { name: '新建商品' }).count()).toBe(0)
  await page.goto(`${sites.admin}roles`)
  await page.getByText('没有权限').waitFor()
})

test('signing out ends the session in every tab', async () => {
  const { page, context } = await anAdmin()
  const other = await context.newPage()
  await other.goto(`${sites.admin}orders`)
  await other.locator('.shell').waitFor()
  await page.getByRole('button', { name: '我的账号' }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.waitForURL('**/admin/login**')
  await other.waitForURL('**/admin/login**')
})

test('English is one press away, on every label', async () => {
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}orders`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Orders' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Orders' }).waitFor()
  const menu = await page.getByRole('navigation', { name: 'Main menu' }).textContent()
  expect(menu).not.toMatch(/[\u4e00-\u9fff]/)
})

test('what the log-in loads of JavaScript stays below 250 kB', async () => {
  const admin = await visit('about:blank', { ...DESK, desk: true })
  const sizes: [string, number][] = []
  admin.page.on('response', async (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push([response.url(), gzipSync(await response.body()).length])
  })
  await admin.page.goto(`${sites.admin}login`)
  await admin.page.locator('input[name=login]').waitFor()
  await admin.page.waitForLoadState('networkidle')
  expect(sizes.length).toBeGreaterThan(0)
  expect(sizes.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(250_000)
})
