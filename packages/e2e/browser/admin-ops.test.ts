import pg from 'pg'
import { expect, test } from 'vitest'
import { settled } from '../src/browser/admin.ts'
import { rowOf, useDesk } from './support/desk.ts'

const { sites, shop, anAdmin, anUnpaidOrder } = useDesk()

async function withDatabase<Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: sites.addresses.postgres })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Parks an event that order-service has handled already, as a handler that failed would have. */
const parkHandledEvent = (error: string): Promise<void> =>
  withDatabase(async (client) => {
    const { rowCount } = await client.query(
      `insert into "order".dead_event (id, consumer, event_id, stream_seq, subject, payload, headers, error, parked_at)
       select gen_random_uuid(), consumer, event_id, 1000000 + extract(epoch from now())::bigint, consumer, '{}',
         jsonb_build_object('Linli-Event-Id', event_id, 'Linli-Occurred-At', now()), $1, now()
       from "order".inbox order by handled_at desc limit 1`,
      [error],
    )
    expect(rowCount).toBe(1)
  })

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
  await page.getByRole('tab', { name: '已重投' }).click()
  await page.locator('tbody tr').filter({ hasText: error }).first().waitFor()
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
  await drawer.getByRole('status').getByText('没有已约的订单').waitFor()
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
  await page.goto(`${sites.admin}slots?community=${shop.home.communityId}`)
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

test('who pauses a pickup point or a community is told first whom that concerns', async () => {
  await anUnpaidOrder({ isPromised: true })
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}pickup-points?status=OPEN`)
  const asked = page.getByRole('dialog')
  const pauses = page.getByRole('button', { name: /^暂停/ })
  await pauses.first().waitFor()
  const told: string[] = []
  for (const pause of await pauses.all()) {
    await pause.click()
    told.push((await asked.textContent()) ?? '')
    await asked.getByRole('button', { name: '取消' }).click()
    await asked.waitFor({ state: 'hidden' })
  }
  expect(told).toContainEqual(expect.stringMatching(/[1-9]\d* 单已约时段/))

  await page.goto(`${sites.admin}communities`)
  await page.locator('tbody .link-button').first().click()
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  await drawer.locator('.el-form-item').filter({ hasText: '状态' }).locator('.el-select').click()
  await page.getByRole('option', { name: '暂停' }).click()
  await drawer.getByRole('status').getByText('个时段开放').waitFor()
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

const CLOSER = 'order.close-silent-sagas'

/** While this runs delivery-service reserves no slot, and nobody ends placements that wait for it. */
const withSilentDelivery = (work: () => Promise<void>): Promise<void> =>
  withDatabase(async (client) => {
    const claim = (until: string) =>
      client.query(`update "order".job set claimed_until = ${until} where name = $1`, [CLOSER])
    await claim(`now() + interval '2 minutes'`)
    await client.query('begin')
    try {
      await client.query('lock table delivery.slot_reservations in access exclusive mode')
      await work()
    } finally {
      await client.query('rollback')
      await claim('null')
    }
  })

test('a placement that got stuck is named with whom it waits for, and ended by hand; what was reserved goes back', async () => {
  const buyer = await shop.logIn(sites.accounts.users[1].openid)
  const [sku] = await shop.firstSkus(1)
  const wish = { items: [{ skuId: sku?.skuId ?? '', qty: 1 }], couponId: null }
  const { slots } = await shop.settle(buyer, wish)
  const slotId = slots.find(({ selectable }) => selectable)?.slotId
  if (!slotId) throw new Error('no slot can be chosen')
  const settlement = await shop.settle(buyer, { ...wish, slotId })
  const admin = await anAdmin()
  const { page } = admin
  const stock = (client: pg.Client) =>
    client
      .query<{ reserved: number }>(
        'select sum(reserved)::int as reserved from product.inventories where sku_id = $1',
        [sku?.skuId],
      )
      .then(({ rows }) => rows[0]?.reserved)
  const before = await withDatabase(stock)
  let orderId = ''
  await withSilentDelivery(async () => {
    const order = await shop.place(buyer, settlement)
    orderId = order.id
    expect(order.status).toBe('CREATED')
    await expect.poll(() => withDatabase(stock)).toBe((before ?? 0) + 1)
    const row = page.locator('li').filter({ hasText: orderId.slice(-12) })
    await expect
      .poll(
        async () => {
          await page.goto(`${sites.admin}ops?tab=stuck`)
          await settled(admin)
          return row.count()
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1)
    await row.getByText('✓ 库存').waitFor()
    await row.getByText('… 配送时段').waitFor()
    await row.getByRole('button', { name: '立即结束' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '立即结束' }).click()
    await page.getByText('订单现在是：已关闭').waitFor()
    await row.waitFor({ state: 'detached' })
  })
  expect(await shop.order(buyer, orderId)).toMatchObject({ status: 'CLOSED', closeReason: 'SAGA_TIMEOUT' })
  await expect.poll(() => withDatabase(stock), { timeout: 10_000 }).toBe(before)
  const slot = () =>
    withDatabase((client) =>
      client.query<{ status: string }>('select status from delivery.slot_reservations where order_id = $1', [
        orderId,
      ]),
    ).then(({ rows }) => rows[0]?.status)
  await expect.poll(slot, { timeout: 10_000 }).toMatch(/RELEASED|BURIED/)
  await page.goto(`${sites.admin}orders?id=${orderId}`)
  await page.locator('.timeline').getByText('管理员', { exact: false }).first().waitFor()
})

test('jobs of all services are watched, and the product cache is emptied on demand', async () => {
  const { page } = await anAdmin()
  await page.goto(`${sites.admin}ops?tab=jobs`)
  for (const job of ['order.expire-unpaid', 'user.forget-old-logs'])
    await page.locator('tbody tr').filter({ hasText: job }).first().waitFor()
  expect(await page.locator('tbody tr').filter({ hasText: '未按时运行' }).count()).toBe(0)
  await page.getByRole('button', { name: '清空商品缓存' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '清空商品缓存' }).click()
  await page.getByText('商品缓存已清空').waitFor()
})
