import { randomUUID } from 'node:crypto'
import { OrderPaid } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { beforeAll, expect, test } from 'vitest'
import { aPaidOrder } from './support/events.ts'
import { type Member, useMessageWorld } from './support/message-world.ts'

const world = await useMessageWorld()
const { service, sim, clock, down } = world
const TEMPLATE = 'wx-new-order'

/** Tokens end while the clock goes on. */
const anAdmin = () => service.as.admin({ permissions: ['message-template:write'] })
const template = {
  category: 'ORDER',
  link: '/orders/{{orderId}}',
  zh: { title: '新订单', body: '{{orderNo}}' },
  en: { title: 'New order', body: '{{orderNo}}' },
  digest: {
    zh: { title: '{{count}} 笔新订单', body: '共 {{total}}' },
    en: { title: '{{count}} new orders', body: '{{total}} in all' },
  },
  sms: null,
  wechat: {
    templateId: TEMPLATE,
    title: '新订单提醒',
    page: 'pkg-desk/order/index?id={{orderId}}',
    fields: [
      { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
      { key: 'amount2', label: '订单金额', value: '{{paid}}' },
    ],
  },
}
const rule = { eventType: 'order.v1.OrderPaid', audience: 'MERCHANT' }
beforeAll(async () => {
  const admin = await anAdmin()
  await admin.post('/admin/message-templates', { ...rule, content: template })
  sim.registerTemplate({ template_id: TEMPLATE, keys: ['character_string1', 'amount2'] })
})

const desk = (merchantId: string, staffId: string) =>
  service.as.staff({ merchantId, id: staffId, permissions: ['order:read'] })
/** Taps "allow" on the phone, which WeChat counts too. */
const subscribe = async (merchantId: string, member: Member) => {
  sim.grantQuota({ openid: member.openid, template_id: TEMPLATE, count: 1 })
  const client = await desk(merchantId, member.id)
  const results = [{ templateId: TEMPLATE, result: 'accept' }]
  expect((await client.post('/message-subscriptions', { results })).status).toBe(201)
}
const sells = async (merchantId: string, count: number) => {
  clock.advance(60_000 - (clock.now().getTime() % 60_000)) // all of them in one minute
  for (let i = 0; i < count; i += 1) await service.deliver(OrderPaid, aPaidOrder(randomUUID(), merchantId))
  clock.advance(60_000)
}
const isSent = (memberId: string) =>
  eventually(async () => {
    await world.send()
    expect(await world.dispatches(memberId)).toMatchObject([{ status: 'SENT' }])
  })

test('staff who asked for it are told once for the orders of a minute, others and residents are not', async () => {
  const merchantId = randomUUID()
  const [asked, silent] = [world.aMember(merchantId), world.aMember(merchantId)]
  await subscribe(merchantId, asked)
  await sells(merchantId, 3)
  await Promise.all([world.closeDigests(), world.closeDigests()])
  await isSent(asked.id)
  expect(sim.messages(asked.openid)).toMatchObject([
    {
      template_id: TEMPLATE,
      page: expect.stringMatching(/^pkg-desk\/order\/index\?id=/),
      data: {
        character_string1: { value: expect.stringMatching(/ \+2$/) },
        amount2: { value: '¥77.40' },
      },
    },
  ])
  expect(await world.credits(asked.id)).toEqual([0])
  expect(await world.dispatches(silent.id)).toEqual([])
  expect(await world.messages(merchantId)).toMatchObject([{ title_zh: '3 笔新订单' }])
  await sells(merchantId, 1)
  await world.closeDigests()
  expect(await world.dispatches(asked.id)).toHaveLength(1)
})

test('a lone order is named with its own sum, also at night', async () => {
  clock.set('2026-11-24T15:30:00Z') // half past eleven in Shanghai
  const merchantId = randomUUID()
  const member = world.aMember(merchantId)
  await subscribe(merchantId, member)
  await sells(merchantId, 1)
  await world.closeDigests()
  await isSent(member.id)
  expect(sim.messages(member.openid)).toMatchObject([{ data: { amount2: { value: '¥25.80' } } }])
})

test('who may not be told any more is not, and nothing is lost while nobody can say who may', async () => {
  const merchantId = randomUUID()
  const [gone, stays] = [world.aMember(merchantId), world.aMember(merchantId)]
  for (const member of [gone, stays]) await subscribe(merchantId, member)
  await sells(merchantId, 1)
  down.user = true
  await expect(world.closeDigests()).rejects.toMatchObject({ kind: 'unavailable' })
  expect(await world.messages(merchantId)).toEqual([])
  down.user = false
  world.empty(merchantId)
  expect(await world.closeDigests()).toBe(1)
  expect(await world.messages(merchantId)).toHaveLength(1)
  expect([await world.dispatches(gone.id), await world.dispatches(stays.id)]).toEqual([[], []])
})

test('staff are asked for their own template in their own scene, residents for none of it', async () => {
  const merchantId = randomUUID()
  const member = world.aMember(merchantId)
  const prompts = async (client: Awaited<ReturnType<typeof desk>>, scene: string) =>
    (await client.get<object[]>(`/message-subscriptions/templates?scene=${scene}`)).body.data
  const staff = await desk(merchantId, member.id)
  expect(await prompts(staff, 'DESK')).toMatchObject([{ templateId: TEMPLATE, credits: 0, banned: false }])
  await subscribe(merchantId, member)
  expect(await prompts(staff, 'DESK')).toMatchObject([{ credits: 1 }])
  expect(await prompts(staff, 'ORDER_SUBMIT')).toEqual([])
  expect(await prompts(await service.as.user(), 'DESK')).toEqual([])
})

test('a rule for staff needs words for several orders, and sends no SMS', async () => {
  const admin = await anAdmin()
  const post = (change: object) =>
    admin.post('/admin/message-templates', { ...rule, content: { ...template, ...change } })
  expect((await post({ digest: null })).body.code).toBe(1813)
  expect((await post({ sms: { purpose: 'ready', params: {} } })).body.code).toBe(1813)
})
