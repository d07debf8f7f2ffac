import { OrderConfirmed, OrderPaid } from '@linli/proto/order'
import { expect, test } from 'vitest'
import { rulesWith } from '../rules/built-in.ts'
import { ruleKey } from '../rules/rule.ts'
import { catalogue } from './catalogue.ts'
import { isEmpty, planNotices } from './plan.ts'
import { moment, money, yuan } from './words.ts'

const NOW = new Date('2026-11-23T04:00:30Z')
const about = { id: 'e-1', occurredAt: NOW }
const built = rulesWith({ templates: [], routes: [] })
const sourcesOf = (eventType: string) => catalogue.filter((source) => source.eventType === eventType)

const paid = OrderPaid.fromPartial({
  orderId: 'o',
  orderNo: '1',
  userId: 'u',
  merchantId: 'm',
  paidFen: 1,
  paidAt: NOW,
})
const confirmed = OrderConfirmed.fromPartial({
  orderId: 'o',
  userId: 'u',
  payableFen: 100,
  expireAt: new Date(NOW.getTime() + 900_000),
  confirmedAt: NOW,
})

test('a paid order is one row for the resident and one entry of the merchant’s minute', () => {
  const plan = planNotices(sourcesOf('order.v1.OrderPaid'), paid, { rules: built, about, now: NOW })
  expect(plan.messages).toMatchObject([{ ownerType: 'USER', ownerId: 'u' }])
  expect(plan.digests).toMatchObject([
    { merchantId: 'm', amountFen: 1, dueAt: new Date('2026-11-23T04:01:00Z') },
  ])
  expect(plan.dispatches).toEqual([])
})

test('an order that waits for its payment causes nothing by itself', () => {
  const plan = planNotices(sourcesOf('order.v1.OrderConfirmed'), confirmed, { rules: built, about, now: NOW })
  expect(isEmpty(plan)).toBe(true)
})

test('with a subscribe message it is a reminder five minutes before the end, and useless afterwards', () => {
  const key = ruleKey('order.v1.OrderConfirmed', 'USER')
  const rule = built.get(key)
  if (!rule) throw new Error(key)
  const wechat = { templateId: 't', title: 't', page: '', fields: [] }
  const rules = new Map(built).set(key, { ...rule, content: { ...rule.content, wechat } })
  const [reminder] = planNotices(sourcesOf('order.v1.OrderConfirmed'), confirmed, {
    rules,
    about,
    now: NOW,
  }).dispatches
  expect(reminder).toMatchObject({
    steps: [{ channel: 'WECHAT', template: 't' }],
    dueAt: new Date('2026-11-23T04:10:30Z'),
    expiresAt: confirmed.expireAt,
  })
})

test('amounts and moments read as people and WeChat’s fields expect', () => {
  expect([money(1234), yuan(5), yuan(100_000)]).toEqual(['¥12.34', '0.05', '1000.00'])
  expect(moment(new Date('2026-11-22T16:05:00Z'))).toBe('2026年11月23日 00:05')
})
