import { expect, test } from 'vitest'
import { settled } from '../src/browser/admin.ts'
import { useDesk } from './support/desk.ts'
import { forgive } from './support/troubles.ts'

const { sites, anAdmin } = useDesk()

test('several products are taken off sale together, and put on again', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}products?keyword=${encodeURIComponent('豆腐')}`)
  const rows = page.locator('tbody tr')
  const inState = (state: string) => rows.filter({ hasText: state }).count()
  const toolbar = page.getByRole('toolbar', { name: '批量操作' })
  const pickAll = () => page.locator('thead .el-checkbox').click()
  await rows.first().waitFor()
  const all = await rows.count()
  expect(all).toBeGreaterThan(1)

  await pickAll()
  await toolbar.getByText(`已选 ${all} 个`).waitFor()
  await toolbar.getByRole('button', { name: '下架' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '下架' }).click()
  await expect.poll(() => inState('已下架')).toBe(all)
  await settled(admin)

  await pickAll()
  await toolbar.getByRole('button', { name: '上架' }).click()
  await expect.poll(() => inState('在售')).toBe(all)
})

test('what the picked products do not have in common cannot be done with them', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}products?keyword=${encodeURIComponent('豆腐')}`)
  const first = page.locator('tbody tr').first()
  await first.getByRole('button', { name: /^操作/ }).click()
  await page.getByRole('menuitem', { name: '下架' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '下架' }).click()
  await first.getByText('已下架').waitFor()
  await settled(admin)
  await page.locator('thead .el-checkbox').click()
  await page.getByText('没有可以一起做的操作').waitFor()

  await first.getByRole('button', { name: /^操作/ }).click()
  await page.getByRole('menuitem', { name: '上架' }).click()
  await first.getByText('在售').waitFor()
})

test('a session elsewhere is seen and ended; the other place is out, this one goes on', async () => {
  const there = await anAdmin('service')
  const here = await anAdmin('service')
  await here.page.getByRole('button', { name: '我的账号' }).click()
  await here.page.getByRole('menuitem', { name: '登录设备' }).click()
  const dialog = here.page.getByRole('dialog', { name: '登录设备' })
  await dialog.getByText('本机').waitFor()
  // Newest first: this one, then the other.
  await dialog
    .getByRole('button', { name: /^退出登录/ })
    .first()
    .click()
  await here.page.getByRole('dialog', { name: /^退出/ }).getByRole('button', { name: '退出登录' }).click()
  await here.page.getByText('已退出').first().waitFor()

  await there.page.goto(`${sites.admin}orders`)
  await there.page.waitForURL('**/admin/login**')
  await here.page.goto(`${sites.admin}orders`)
  await here.page.getByRole('heading', { name: '订单', exact: true }).waitFor()
  await settled(here)
  forgive(there)
  forgive(here)
})

test('an administrator is signed out everywhere by another', async () => {
  const target = await anAdmin('service')
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}admins`)
  await page.getByRole('button', { name: '强制退出 客服小邻' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '强制退出' }).click()
  await page.getByText('已退出').first().waitFor()
  await target.page.goto(`${sites.admin}orders`)
  await target.page.waitForURL('**/admin/login**')
  forgive(target)
})
