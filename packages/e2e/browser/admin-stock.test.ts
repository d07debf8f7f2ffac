import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { settled } from '../src/browser/admin.ts'
import { rowOf, useDesk } from './support/desk.ts'

const { sites, anAdmin, anUnpaidOrder } = useDesk()

test('the stock that an order holds is found by its status and by the order', async () => {
  const { order } = await anUnpaidOrder()
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}stock-reservations?status=RESERVED`)
  await rowOf(admin, order.id).getByText('已占用').waitFor()
  await page.goto(`${sites.admin}stock-reservations?orderId=${order.id}`)
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  await rowOf(admin, order.id).getByText('1 件 · 1 种').waitFor()
  await page.goto(`${sites.admin}stock-reservations?orderId=123`)
  await page.getByText('请粘贴完整的订单 ID').waitFor()
})

test('a warehouse is opened, serves a community, and is stopped again', async () => {
  const admin = await anAdmin()
  const { page } = admin
  const code = `T${Date.now() % 1_000_000}`
  await page.goto(`${sites.admin}warehouses`)
  await page.getByRole('button', { name: '新建仓库' }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.getByRole('button', { name: '保存' }).click()
  await drawer.getByText('必填').first().waitFor()
  for (const [label, text] of [
    ['编码', code],
    ['名称', `试仓 ${code}`],
    ['城市', '杭州市'],
    ['地址', '江陵路 1 号'],
  ] as const)
    await drawer.getByLabel(label, { exact: true }).fill(text)
  await drawer.getByRole('button', { name: '保存' }).click()
  const row = rowOf(admin, code)
  await row.getByText('没有服务的小区').waitFor()

  await row.getByRole('button', { name: /^服务小区/ }).click()
  await drawer.locator('.el-checkbox').first().click()
  await drawer.getByRole('spinbutton').fill('90')
  await drawer.getByRole('button', { name: '保存' }).click()
  await row.getByText('没有服务的小区').waitFor({ state: 'detached' })

  await row.getByRole('button', { name: /^编辑/ }).click()
  await drawer.locator('.el-switch').click()
  await drawer.getByRole('button', { name: '保存' }).click()
  const asked = page.getByRole('dialog', { name: `停用 试仓 ${code}？` })
  await asked.getByText('1 个小区由它发货').waitFor()
  await asked.getByRole('button', { name: '停用' }).click()
  await row.getByText('停用', { exact: true }).waitFor()
})

test('communities come from a file: what is wrong is named before, what is there already after', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}communities`)
  await settled(admin)
  await page.getByRole('button', { name: '批量导入小区' }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: '下载模板' }).click(),
  ])
  const [head = '', example = ''] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  const name = `新苑${Date.now() % 1_000_000}`
  const good = example.replace('江南春晓', name)
  const wrong = good.replace('330108', 'abc')
  const choose = (lines: readonly string[]) =>
    drawer.locator('input[type=file]').setInputFiles({
      name: 'communities.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\r\n')),
    })
  await choose([good])
  await drawer.getByText('文件缺少这些列').waitFor()
  await choose([head, good, wrong, good])
  await rowOf(admin, '请检查：行政区代码').waitFor()
  await drawer.getByRole('button', { name: '导入 2 个小区' }).click()
  await drawer.getByText('已导入 1 个，2 行没有导入').waitFor()
  await drawer.getByText('同一个区里已有这个名称的小区').waitFor()
  await drawer.getByRole('button', { name: '关闭' }).last().click()
  await rowOf(admin, name).getByText('筹备中').waitFor()
})

test('codes of a coupon are handed over once, as a file', async () => {
  const admin = await anAdmin()
  const { page } = admin
  const name = `兑换券 ${Date.now() % 1_000_000}`
  await page.goto(`${sites.admin}coupons`)
  await page.getByRole('button', { name: '新建优惠券' }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.getByLabel('名称', { exact: true }).fill(name)
  await drawer.locator('.el-form-item').filter({ hasText: '发放方式' }).locator('.el-select').click()
  await page.getByRole('option', { name: '兑换码' }).click()
  await drawer.getByRole('textbox', { name: '使用门槛（元）' }).fill('30')
  await drawer.getByRole('textbox', { name: '减免（元）' }).fill('5')
  await drawer.getByLabel('适用范围文案', { exact: true }).fill('全部商品可用')
  await drawer.getByRole('button', { name: '保存' }).click()
  const row = rowOf(admin, name)
  const choose = async (act: string) => {
    await row.getByRole('button', { name: /^操作/ }).click()
    await page.getByRole('menuitem', { name: act, exact: true }).click()
  }
  await choose('提交审核')
  await row.getByText('待审核').waitFor()
  await choose('通过')
  await row.getByText('进行中').waitFor()
  await choose('生成兑换码')
  await drawer.getByRole('spinbutton').fill('3')
  await drawer.getByRole('button', { name: '生成兑换码' }).click()
  await drawer.getByText('已生成 3 个兑换码').waitFor()
  const shown = await drawer.locator('ol li').allTextContents()
  await drawer.getByRole('button', { name: '关闭' }).last().click()
  await page
    .getByRole('dialog', { name: '还没有下载，确定关闭？' })
    .getByRole('button', { name: '取消' })
    .click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: '下载 CSV' }).click(),
  ])
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines.slice(1)).toEqual(shown)
  await drawer.getByRole('button', { name: '关闭' }).last().click()
  await drawer.waitFor({ state: 'hidden' })
})
