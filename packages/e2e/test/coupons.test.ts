import { randomUUID } from 'node:crypto'
import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, expect, test } from 'vitest'
import { call, dataOf } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, StaffMember } from '../src/views.ts'
import { manyBuyers } from './support/many.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'

const shop = openShop(usePlatform())
const database = useDatabaseOfPlatform()
let buyers: readonly Buyer[]
let admin: StaffMember

beforeAll(async () => {
  buyers = await manyBuyers(shop, 'Coupon', 50)
  admin = await shop.adminLogIn(shop.accounts.admin)
})

/** An active template of the coupon centre, one per resident. */
async function template(total: number): Promise<string> {
  const { token } = admin
  const { id } = await dataOf<{ id: string }>('POST', shop.url('/admin/coupon-templates'), {
    token,
    body: {
      name: '最后一张',
      type: 'CASH',
      thresholdFen: 0,
      amountFen: 100,
      scope: { kind: 'ALL' },
      scopeText: '全场通用',
      validity: { kind: 'AFTER_CLAIM', startDelayDays: 0, days: 7 },
      total,
      perUserLimit: 1,
      channel: 'CENTRE',
    },
  })
  for (const event of ['submit', 'approve'])
    await dataOf('PUT', shop.url(`/admin/coupon-templates/${id}/status`), { token, body: { event } })
  return id
}

const claim = ({ token }: Buyer, templateId: string, key: string = randomUUID()) =>
  call<{ id: string }>('POST', shop.url('/coupons'), {
    token,
    body: { templateId },
    headers: { 'idempotency-key': key },
  })

async function issued(templateId: string): Promise<number> {
  const { rows } = await database.query<{ n: string }>(
    'select count(*) as n from activity.user_coupons where template_id = $1',
    [templateId],
  )
  return Number(rows[0]?.n)
}

test('C1 fifty claim the last coupon at once: one has it, the others hear that it is gone', async () => {
  const templateId = await template(1)
  const answers = await Promise.all(buyers.map((buyer) => claim(buyer, templateId)))
  expect(answers.filter(({ status }) => status === 201).length).toBe(1)
  expect(answers.filter(({ status, body }) => status === 422 && body.code === 1703).length).toBe(49)
  expect(await issued(templateId)).toBe(1)
})

test('C1 one resident claims fifty times at once and has one', async () => {
  const templateId = await template(100)
  const [buyer = neverABuyer()] = buyers
  const answers = await Promise.all(Array.from({ length: 50 }, () => claim(buyer, templateId)))
  expect(answers.filter(({ status }) => status === 201).length).toBe(1)
  expect(answers.every(({ status }) => [201, 422, 429].includes(status))).toBe(true)
  expect(await issued(templateId)).toBe(1)
})

test('the same key again is the same coupon, with another body 1003', async () => {
  const [, buyer = neverABuyer()] = buyers
  const templates = [await template(10), await template(10)] as const
  const key = randomUUID()
  const first = await claim(buyer, templates[0], key)
  const again = await claim(buyer, templates[0], key)
  expect(again.body.data.id).toBe(first.body.data.id)
  expect((await claim(buyer, templates[1], key)).body.code).toBe(1003)
  expect(await issued(templates[0])).toBe(1)
})

test('T20 a coupon is locked by one order at a time and comes back when that is cancelled', async () => {
  const [, , buyer = neverABuyer()] = buyers
  const templateId = await template(1)
  const couponId = (await claim(buyer, templateId)).body.data.id
  const [sku] = await shop.firstSkus(1)
  const items = [{ skuId: sku?.skuId ?? '', qty: 1 }]
  const [one, two] = [
    await shop.settle(buyer, { items, couponId }),
    await shop.settle(buyer, { items, couponId }),
  ]
  const orders = await Promise.all([shop.place(buyer, one), shop.place(buyer, two)])
  expect(orders.map(({ status }) => status).sort()).toEqual(['CLOSED', 'PENDING_PAYMENT'])
  expect(orders.find(({ status }) => status === 'CLOSED')?.closeReason).toBe('PROMOTION_INVALID')
  const winner = orders.find(({ status }) => status === 'PENDING_PAYMENT')
  const { token } = buyer
  await dataOf('POST', shop.url(`/orders/${winner?.id}/cancellations`), { token })
  await shop.waitForStatus(buyer, winner?.id ?? '', { statuses: ['CLOSED'] })
  const third = await shop.place(buyer, await shop.settle(buyer, { items, couponId }))
  expect(third.status).toBe('PENDING_PAYMENT')
})

test('T18 a coupon that was used is refused with that reason, whatever the goods', async () => {
  const [, , , buyer = neverABuyer()] = buyers
  const couponId = (await claim(buyer, await template(1))).body.data.id
  const [sku] = await shop.firstSkus(1)
  const items = [{ skuId: sku?.skuId ?? '', qty: 1 }]
  const order = await shop.place(buyer, await shop.settle(buyer, { items, couponId }))
  await shop.pay(buyer, order.id)
  await eventually(async () => {
    const { status } = await dataOf<{ status: string }>('GET', shop.url(`/coupons/${couponId}`), {
      token: buyer.token,
    })
    expect(status).toBe('USED')
  })
  expect(await shop.settle(buyer, { items, couponId })).toMatchObject({
    quoteToken: null,
    couponId: null,
    blockers: [{ kind: 'COUPON', reason: 'USED' }],
  })
})

function neverABuyer(): never {
  throw new Error('there are no buyers')
}
