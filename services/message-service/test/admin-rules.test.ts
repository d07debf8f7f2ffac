import { randomUUID } from 'node:crypto'
import { OrderPaid } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { aPaidOrder } from './support/events.ts'
import { useMessageWorld } from './support/message-world.ts'

const world = await useMessageWorld()
const { service, clock } = world
const permissions = ['message-template:write', 'message-route:write', 'message-log:read', 'message-log:retry']
const admin = await service.as.admin({ permissions })

const content = {
  category: 'ORDER',
  link: '/orders/{{orderId}}',
  zh: { title: '谢谢', body: '谢谢您的 {{paid}}' },
  en: { title: 'Thanks', body: 'Thanks for {{paid}}' },
  digest: null,
  sms: null,
  wechat: {
    templateId: 'wx-thanks',
    title: '谢谢',
    page: 'pages/order/detail/index?id={{orderId}}',
    fields: [
      { key: 'amount1', label: '金额', value: '{{paid}}' },
      { key: 'thing2', label: '商品', value: '{{goods}}' },
      { key: 'date3', label: '时间', value: '{{paidAt}}' },
    ],
  },
}

type Template = { id: string; version: number; variables: string[] }

test('a template replaces the built-in text from the next event on, every edit is a version, deleting goes back', async () => {
  const made = await admin.post<Template>('/admin/message-templates', {
    eventType: 'order.v1.OrderPaid',
    audience: 'USER',
    content,
  })
  expect(made.status).toBe(201)
  const { id, version, variables } = made.body.data
  expect(variables).toContain('paid')
  const said = async () => {
    const resident = world.aResident()
    await service.deliver(OrderPaid, aPaidOrder(resident.id))
    return (await world.messages(resident.id)).map(({ body_zh }) => body_zh)
  }
  expect(await said()).toEqual(['谢谢您的 ¥25.80'])
  const again = { eventType: 'order.v1.OrderPaid', audience: 'USER', content }
  expect((await admin.post('/admin/message-templates', again)).body.code).toBe(1812)
  const changed = { ...content, zh: { title: '多谢', body: '多谢 {{shop}}' } }
  const edit = (body: object) => admin.put<Template>(`/admin/message-templates/${id}`, body)
  expect((await edit({ version, content: changed })).body.data.version).toBe(2)
  expect((await edit({ version, content: changed })).body.code).toBe(1005)
  expect(await said()).toEqual(['多谢 邻里生鲜'])
  const kept = await world.query('select version from message_template_versions where template_id = $1', [id])
  expect(kept).toHaveLength(2)
  expect(
    (await admin.get<{ total: number }>('/admin/message-templates?eventType=order.v1.OrderPaid')).body.data
      .total,
  ).toBe(1)
  expect((await admin.delete(`/admin/message-templates/${id}`)).status).toBe(200)
  expect((await admin.get(`/admin/message-templates/${id}`)).body.code).toBe(1811)
  expect((await said())[0]).toContain('已支付')
})

test('a template that cannot be filled or that WeChat would refuse is not accepted, and says why', async () => {
  const problemsOf = async (change: object, audience = 'USER') => {
    const body = { eventType: 'order.v1.OrderPaid', audience, content: { ...content, ...change } }
    const answer = await admin.post<{ problems: string[] }>('/admin/message-templates', body)
    return [answer.body.code, answer.body.data?.problems]
  }
  const { wechat } = content
  const field = (key: string, value: string) => ({
    wechat: { ...wechat, fields: [{ key, label: '', value }] },
  })
  expect(await problemsOf({ link: '/x/{{phone}}' })).toEqual([1813, ['unknown variable {{phone}}']])
  expect(await problemsOf(field('thing1', '一二三四五六七八九十一二三四五六七八九十一'))).toEqual([
    1813,
    ['thing1 does not fit its type'],
  ])
  expect(await problemsOf(field('phone', '1'))).toEqual([1813, ['phone is no WeChat field']])
  expect(await problemsOf({ wechat: { ...wechat, page: '/pages/x' } })).toEqual([
    1813,
    ['a WeChat page has no leading slash'],
  ])
  expect((await problemsOf({}, 'MERCHANT'))[0]).toBe(1813)
  const nowhere = { eventType: 'order.v1.OrderCreated', audience: 'USER', content }
  expect((await admin.post('/admin/message-templates', nowhere)).body.code).toBe(1814)
  expect((await admin.post('/admin/message-templates', { ...nowhere, extra: 1 })).body.code).toBe(1001)
})

test('a preview shows every channel; a test send goes the way of every message', async () => {
  const { body } = await admin.post<Template>('/admin/message-templates', {
    eventType: 'order.v1.OrderClosed',
    audience: 'USER',
    content: {
      ...content,
      zh: { title: '已关闭', body: '{{reason}}' },
      en: { title: 'Closed', body: '{{reason}}' },
      wechat: { ...content.wechat, fields: [{ key: 'phrase1', label: '原因', value: '{{reason}}' }] },
    },
  })
  const path = `/admin/message-templates/${body.data.id}`
  const preview = await admin.post(`${path}/previews`, { variables: { reason: '超时未付款，已为您关闭' } })
  expect(preview.body.data).toMatchObject({
    zh: { body: '超时未付款，已为您关闭' },
    wechat: { fields: [{ label: '原因', value: '超时未付款' }] },
    sms: null,
    problems: [],
  })
  const latin = await admin.post(`${path}/previews`, { variables: { reason: 'timeout' } })
  expect(latin.body.data).toMatchObject({ wechat: null, problems: ['phrase1 cannot be filled'] })
  const resident = world.aResident()
  const { userId, ...bySms } = { userId: resident.id, channel: 'SMS' }
  expect((await admin.post(`${path}/test-sends`, { userId, ...bySms })).body.code).toBe(1816)
  world.sim.grantQuota({ openid: resident.openid, template_id: 'wx-thanks', count: 1 })
  const sent = await admin.post<{ messageId: string }>(`${path}/test-sends`, { userId, channel: 'WECHAT' })
  await eventually(async () => {
    await world.send()
    expect(await world.dispatches(resident.id)).toMatchObject([
      { id: sent.body.data.messageId, status: 'SENT' },
    ])
  })
  const logs = await admin.get<{ items: object[] }>(`/admin/message-logs?userId=${resident.id}`)
  expect(logs.body.data.items).toMatchObject([{ channel: 'WECHAT', status: 'SENT', attempts: 1 }])
  const day = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const statistics = await admin.get(`/admin/message-statistics?from=${day}&to=${day}`)
  expect(statistics.body.data).toMatchObject({
    channels: [{ eventType: 'order.v1.OrderClosed', channel: 'WECHAT', attempted: 1, sent: 1, failed: 0 }],
  })
})

test('a route says where an event goes: switched off it writes nothing, and two editors do not overwrite each other', async () => {
  type Route = { audience: string; version: number; channels: string[]; enabled: boolean; eventType: string }
  const path = '/admin/message-routes/order.v1.OrderPaid'
  const routes = (await admin.get<Route[]>(path)).body.data
  expect(routes.map(({ audience, version }) => [audience, version])).toEqual([
    ['USER', 0],
    ['MERCHANT', 0],
  ])
  const put = (change: object, index = 0) => {
    const { eventType, ...route } = routes[index] ?? { eventType: '' }
    return admin.put<Route[]>(path, { routes: [{ ...route, ...change }] })
  }
  expect((await put({ enabled: false })).body.data[0]).toMatchObject({ version: 1, enabled: false })
  expect((await put({ enabled: true })).body.code).toBe(1005)
  const resident = world.aResident()
  await service.deliver(OrderPaid, aPaidOrder(resident.id))
  expect(await world.messages(resident.id)).toEqual([])
  expect((await put({ enabled: true, version: 1 })).body.data[0]).toMatchObject({ version: 2, enabled: true })
  expect((await put({ channels: ['SMS'] }, 1)).body.code).toBe(1815)
  expect((await put({ version: 7 }, 1)).body.code).toBe(1005)
  expect((await admin.get('/admin/message-routes/order.v1.OrderCreated')).status).toBe(404)
  expect((await admin.get<Route[]>('/admin/message-routes')).body.data.length).toBeGreaterThan(10)
})

test('the console is for administrators with the permission', async () => {
  const paths = ['/admin/message-templates', '/admin/message-routes', '/admin/message-logs']
  const without = await service.as.admin()
  const staff = await service.as.staff({ merchantId: randomUUID(), permissions })
  const user = await service.as.user()
  for (const path of paths) {
    expect((await without.get(path)).status).toBe(403)
    expect((await staff.get(path)).status).toBe(401)
    expect((await user.get(path)).status).toBe(401)
    expect((await service.as.anonymous().get(path)).status).toBe(401)
  }
  expect((await without.post(`/admin/message-logs/${randomUUID()}/retries`)).status).toBe(403)
  expect((await admin.post(`/admin/message-logs/${randomUUID()}/retries`)).body.code).toBe(1831)
})
