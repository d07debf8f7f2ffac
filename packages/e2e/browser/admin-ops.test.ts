import pg from 'pg'
import { expect, test } from 'vitest'
import { settled } from '../src/browser/admin.ts'
import { rowOf, useDesk } from './support/desk.ts'

const { sites, anAdmin, anUnpaidOrder } = useDesk()

/** Parks an event that order-service has handled already, as a handler that failed would have. */
async function parkHandledEvent(error: string): Promise<void> {
  const client = new pg.Client({ connectionString: sites.addresses.postgres })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      `insert into "order".dead_event (id, consumer, event_id, stream_seq, subject, payload, headers, error, parked_at)
       select gen_random_uuid(), consumer, event_id, 1000000 + extract(epoch from now())::bigint, consumer, '{}',
         jsonb_build_object('Linli-Event-Id', event_id, 'Linli-Occurred-At', now()), $1, now()
       from "order".inbox order by handled_at desc limit 1`,
      [error],
    )
    expect(rowCount).toBe(1)
  } finally {
    await client.end()
  }
}

test('a dead letter is looked into, redriven, and gone', async () => {
  await anUnpaidOrder() // order-service has heard that its goods are reserved
  const error = `Error: the disk was full at ${Date.now()}`
  await parkHandledEvent(error)
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}ops`)
  const letter = page.locator('details').filter({ hasText: error })
  await letter.locator('summary').click()
  await letter.getByText('Linli-Event-Id').waitFor()
  await letter.getByRole('button', { name: '重投' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '重投' }).click()
  await page.getByText('已处理').first().waitFor()
  await letter.waitFor({ state: 'detached' })
})

test('a day without deliveries is announced, and taken back', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}slots?tab=exceptions`)
  await page.getByRole('button', { name: '新建例外' }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.getByRole('button', { name: '保存' }).click()
  await drawer.getByText('必填').waitFor()
  const day = '2031-02-03'
  await drawer.getByRole('combobox', { name: '日期' }).fill(day)
  await page.keyboard.press('Enter')
  await drawer.locator('.el-form-item').filter({ hasText: '备注' }).getByRole('textbox').fill('春节休息')
  await drawer.getByRole('button', { name: '保存' }).click()
  await rowOf(admin, '春节休息').getByText(day).waitFor()
  await page.getByRole('button', { name: `删除 ${day}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await rowOf(admin, '春节休息').waitFor({ state: 'detached' })
})

test('a slot cannot hold less than it has promised, and holds more when told so', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}slots`)
  const slot = page.locator('.slot').last()
  await slot.click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  const capacity = drawer.getByRole('spinbutton').first()
  const before = Number(await capacity.inputValue())
  await capacity.fill(String(before + 5))
  await drawer.getByRole('button', { name: '保存' }).click()
  await drawer.waitFor({ state: 'hidden' })
  await settled(admin)
  await slot.click()
  await expect.poll(() => capacity.inputValue()).toBe(String(before + 5))
})

test('a coupon goes from draft over review to the people', async () => {
  const admin = await anAdmin()
  const { page } = admin
  const name = `测试券 ${Date.now() % 1_000_000}`
  await page.goto(`${sites.admin}coupons`)
  await page.getByRole('button', { name: '新建优惠券' }).click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.getByLabel('名称', { exact: true }).fill(name)
  await drawer.getByRole('textbox', { name: '使用门槛（元）' }).fill('30')
  await drawer.getByRole('textbox', { name: '减免（元）' }).fill('5')
  await drawer.getByLabel('适用范围文案', { exact: true }).fill('全部商品可用')
  await drawer.getByRole('button', { name: '保存' }).click()
  const row = rowOf(admin, name)
  await row.getByText('草稿').waitFor()
  for (const [act, state] of [
    ['提交审核', '待审核'],
    ['通过', '进行中'],
    ['暂停', '已暂停'],
  ] as const) {
    await row.getByRole('button', { name: /^操作/ }).click()
    await page.getByRole('menuitem', { name: act, exact: true }).click()
    await row.getByText(state).waitFor()
  }
})

test('an operator knows when nothing is stuck', async () => {
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}ops?tab=stuck`)
  await page.getByText('没有卡住的订单').waitFor()
})
