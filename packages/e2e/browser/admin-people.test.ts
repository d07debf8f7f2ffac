import { readFile } from 'node:fs/promises'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { settled } from '../src/browser/admin.ts'
import { rowOf, useDesk } from './support/desk.ts'
import { forgive } from './support/troubles.ts'

const { sites, anAdmin, anUnpaidOrder } = useDesk()
const [resident] = sites.accounts.users

async function atResident() {
  const admin = await anAdmin()
  await admin.page.goto(`${sites.admin}users?id=${resident.userId}`)
  const drawer = admin.page.locator('.el-drawer').filter({ visible: true })
  await drawer.first().getByText('成长值').waitFor()
  return { ...admin, drawer }
}

test('the orders one sees leave as a file for spreadsheets, and the audit log knows', async () => {
  const { order } = await anUnpaidOrder()
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}orders?status=PENDING_PAYMENT`)
  await rowOf(admin, order.orderNo).waitFor()
  await page.getByRole('button', { name: '导出' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: '导出' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^订单-\d{4}-\d\d-\d\d\.csv$/)
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFF订单号,/)
  const line = lines.find((each) => each.includes(order.orderNo))
  expect(line).toMatch(/待付款/)
  expect(lines.slice(1).every((each) => each.includes('待付款'))).toBe(true)
  await page.getByText('导出完成').waitFor()
  await page.goto(`${sites.admin}audit-logs?action=order.export`)
  await rowOf(admin, '导出订单').waitFor()
})

test('a tag is given to a resident, finds them in the list, and is taken back', async () => {
  const admin = await atResident()
  const { page, drawer } = admin
  const name = `试吃${Date.now() % 100_000}`
  await drawer.getByRole('combobox', { name: '添加标签' }).fill(name)
  await page.getByRole('option', { name }).click()
  const take = drawer.getByRole('button', { name: `移除标签 ${name}` })
  await take.waitFor()

  await page.goto(`${sites.admin}users`)
  await settled(admin)
  await page.locator('.filters').getByRole('combobox', { name: '标签' }).click()
  await page.getByRole('option', { name }).click()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  await rowOf(admin, resident.nickname).waitFor()

  await page.goto(`${sites.admin}users?id=${resident.userId}`)
  await take.click()
  await take.waitFor({ state: 'detached' })
})

test('addresses are masked, and shown in full to who says why', async () => {
  const admin = await atResident()
  const { page, drawer } = admin
  const addresses = drawer.locator('.addresses li')
  await addresses.first().getByText('****').first().waitFor()
  await drawer.getByRole('button', { name: '查看完整地址' }).click()
  const asked = page.getByRole('dialog', { name: '查看隐私信息？' })
  await asked.getByRole('textbox').fill('核对退货取件地址')
  await asked.getByRole('button', { name: '查看并记录' }).click()
  await drawer.getByRole('button', { name: '查看完整地址' }).waitFor({ state: 'detached' })
  expect(await addresses.first().textContent()).not.toContain('*')
  await page.goto(`${sites.admin}audit-logs?action=user.pii.reveal`)
  await rowOf(admin, '核对退货取件地址').waitFor()
})

test('points are given with a reason, asked once more, and stand in the ledger', async () => {
  const { page, drawer } = await atResident()
  const reason = `活动补发 ${Date.now()}`
  await drawer.getByRole('button', { name: '调整积分' }).click()
  const form = page.locator('.el-drawer').filter({ hasText: '方式' }).last()
  await form.getByRole('spinbutton').fill('30')
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('至少 2').waitFor()
  await form.getByRole('textbox').last().fill(reason)
  await form.getByRole('button', { name: '保存' }).click()
  await page
    .getByRole('dialog', { name: /增加 30 积分/ })
    .getByRole('button', { name: '调整积分' })
    .click()
  await page.getByText(/积分已调整/).waitFor()
  const line = page.locator('.points li').filter({ hasText: reason })
  await line.getByText('+30').waitFor()
  expect(await line.count()).toBe(1)
})

test('a coupon is given to a resident who was let down', async () => {
  const { page, drawer } = await atResident()
  await drawer.getByRole('button', { name: '送券' }).click()
  const form = page.locator('.el-drawer').filter({ hasText: '来源' }).last()
  await form.getByRole('combobox', { name: '优惠券' }).click()
  await page.getByRole('option', { name: '致歉券' }).click()
  await form.getByRole('textbox').last().fill('送货迟到')
  await form.getByRole('button', { name: '发放' }).click()
  await page.getByText('优惠券已发放').waitFor()
  await drawer.locator('.coupons li').filter({ hasText: '致歉券' }).first().waitFor()
})

test('everybody with a tag gets a coupon, once it is confirmed how many they are', async () => {
  const admin = await atResident()
  const { page, drawer } = admin
  const name = `回馈${Date.now() % 100_000}`
  await drawer.getByRole('combobox', { name: '添加标签' }).fill(name)
  await page.getByRole('option', { name }).click()
  await drawer.getByRole('button', { name: `移除标签 ${name}` }).waitFor()

  await page.goto(`${sites.admin}coupons`)
  const row = rowOf(admin, '致歉券')
  await row.getByRole('button', { name: /^操作/ }).click()
  await page.getByRole('menuitem', { name: '发放', exact: true }).click()
  const form = page.locator('.el-drawer').filter({ hasText: '发放对象' }).last()
  await form.getByText('带有标签的所有人').click()
  await form.getByRole('combobox', { name: '标签' }).click()
  await page.getByRole('option', { name: `${name} · 1 人` }).click()
  await form.getByRole('textbox').last().fill('老客户回馈')
  await form.getByRole('button', { name: '发放' }).click()
  const box = page.getByRole('dialog', { name: `发放给“${name}”的所有人（1 人）？` })
  await box.getByRole('button', { name: '发放' }).click()
  await form.getByText('发放完成：成功 1，未发 0').waitFor()
})

test('a second factor is set up with a phone, asked for at the door, and taken off', async () => {
  const { login, password } = sites.accounts.service
  const admin = await anAdmin('service')
  const { page } = admin
  const account = page.getByRole('button', { name: '我的账号' })
  const dialog = page.getByRole('dialog', { name: '两步验证' })
  const openDialog = async () => {
    await account.click()
    await page.getByRole('menuitem', { name: '两步验证' }).click()
  }
  await openDialog()
  await dialog.getByLabel('密码').fill(password)
  await dialog.getByRole('button', { name: '开始设置' }).click()
  await dialog.getByRole('img', { name: '验证器二维码' }).waitFor()
  const secret = /[A-Z2-7]{32}/.exec((await dialog.textContent()) ?? '')?.[0] ?? ''
  await dialog.getByLabel('动态验证码').fill(generateSync({ secret }))
  await dialog.getByRole('button', { name: '确认并开启' }).click()
  await dialog.getByText('两步验证已开启').waitFor()
  const codes = await dialog.locator('ol li').allTextContents()
  expect(codes).toHaveLength(10)
  await dialog.getByRole('button', { name: '我已保存' }).click()

  await account.click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.getByText('请输入验证器上的动态验证码').waitFor()
  await page.locator('input[name=one-time-code]').fill('00000-00000')
  await page.locator('button[type=submit]').click()
  await page.getByText('动态验证码错误或已使用').waitFor()
  await page.locator('input[name=one-time-code]').fill(codes[0] ?? '')
  await page.locator('button[type=submit]').click()
  await page.locator('.shell').waitFor()
  forgive(admin) // the door refused twice

  await openDialog()
  await dialog.getByText('还有 9 个恢复码').waitFor()
  await dialog.getByRole('button', { name: '关闭两步验证' }).click()
  await dialog.getByLabel('密码').fill(password)
  await dialog.getByLabel('动态验证码或恢复码').fill(codes[1] ?? '')
  await dialog.getByRole('button', { name: '关闭两步验证' }).click()
  await page.getByText('两步验证已关闭').waitFor()
})
