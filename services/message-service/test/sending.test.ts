import { randomUUID } from 'node:crypto'
import { PickupReady, PickupVerified } from '@linli/proto/delivery'
import { MessageFailed } from '@linli/proto/message'
import { OrderConfirmed, OrderPaid } from '@linli/proto/order'
import { RefundSucceeded } from '@linli/proto/payment'
import { eventually } from '@linli/testing'
import { afterEach, expect, test } from 'vitest'
import { createProviderCalls } from '../src/dispatches/provider-call.client.ts'
import { createSmsClient } from '../src/dispatches/sms.client.ts'
import { aPaidOrder, aPickup, POINT } from './support/events.ts'
import { type DispatchRow, type Resident, useMessageWorld } from './support/message-world.ts'

const world = await useMessageWorld()
const { service, sim, clock } = world

const READY = 'delivery.v1.PickupReady'
const VERIFIED = 'delivery.v1.PickupVerified'
const REFUNDED = 'payment.v1.RefundSucceeded'

const templates = {
  ready: await world.withWechat(READY, {
    sms: { purpose: 'ready', params: { order: '{{orderNo}}', place: '{{pickupPoint}}', code: '见小程序' } },
  }),
  verified: await world.withWechat(VERIFIED),
  refunded: await world.withWechat(REFUNDED, {
    sms: { purpose: 'refunded', params: { order: '{{orderNo}}', amount: '{{amountYuan}}' } },
  }),
}

afterEach(() => {
  sim.faults.clear()
  world.down.order = false
  world.down.user = false
})

const verify = (resident: Resident) =>
  service.deliver(PickupVerified, { ...aPickup(resident.id), verifiedAt: clock.now() })

const refund = (resident: Resident) => {
  const { orderId, orderNo } = aPaidOrder(resident.id)
  const about = { orderId, orderNo, userId: resident.id, refundId: randomUUID(), paymentId: randomUUID() }
  return service.deliver(RefundSucceeded, { ...about, amountFen: 1_234, succeededAt: clock.now() })
}

/** Sends until the rows of this person are what `check` wants. */
const until = (resident: Resident, check: (rows: DispatchRow[]) => void) =>
  eventually(async () => {
    await world.send()
    check(await world.dispatches(resident.id))
  })

/** Makes what waits due. */
const hurry = (resident: Resident) =>
  world.query('update dispatches set due_at = $2 where recipient_id = $1', [resident.id, clock.now()])

test('a subscribe message is sent once, uses one credit, and the next event finds none', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.verified)
  await verify(resident)
  await until(resident, ([row]) =>
    expect(row).toMatchObject({ channel: 'WECHAT', status: 'SENT', attempts: 1 }),
  )
  const [message, ...more] = sim.messages(resident.openid)
  expect(more).toEqual([])
  expect(message?.data).toMatchObject({
    character_string1: { value: expect.stringMatching(/^26112307\d{9}$/) },
  })
  expect(await world.credits(resident.id)).toEqual([0])
  await verify(resident)
  expect(await world.dispatches(resident.id)).toHaveLength(1)
})

test('43101 empties the credit and the SMS takes over; nothing is said twice', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.refunded, { atWechat: false })
  await world.query('update subscription_credits set credits = 3 where recipient_id = $1', [resident.id])
  sim.grantQuota({ openid: resident.openid, template_id: templates.refunded, count: 0 })
  const eventId = await refund(resident)
  await until(resident, (rows) =>
    expect(rows.map(({ channel, status, failure, code }) => [channel, status, failure, code])).toEqual([
      ['WECHAT', 'FAILED', 'NO_CREDIT', '43101'],
      ['SMS', 'SENT', null, null],
    ]),
  )
  expect(await world.credits(resident.id)).toEqual([0])
  expect(sim.sms(resident.phone)).toMatchObject([{ text: expect.stringContaining('12.34') }])
  const failed = (await service.published(MessageFailed)).filter(({ message }) => message.eventId === eventId)
  expect(failed.map(({ message }) => message)).toMatchObject([
    { channel: 'WECHAT', reason: 'NO_CREDIT', code: '43101', fellBack: true, attempts: 1 },
  ])
  const row = await world.query('select * from dispatches where recipient_id = $1', [resident.id])
  expect(JSON.stringify(row)).not.toContain(resident.phone)
  expect(JSON.stringify(row)).not.toContain(resident.openid)
})

test('a busy provider is tried five times, each later than the last, then given up and told', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.verified)
  sim.faults.set({ kind: 'status', route: 'mp.subscribe', status: 503, times: 'always' })
  const eventId = await verify(resident)
  const waits: number[] = []
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await until(resident, ([row]) => expect(row).toMatchObject({ status: 'PENDING', attempts: attempt }))
    const [row] = await world.dispatches(resident.id)
    waits.push(Math.round(((row?.due_at.getTime() ?? 0) - clock.now().getTime()) / 10_000))
    await hurry(resident)
  }
  expect(waits).toEqual([1, 6, 30, 180])
  await until(resident, ([row]) =>
    expect(row).toMatchObject({
      status: 'FAILED',
      attempts: 5,
      failure: 'PROVIDER_UNAVAILABLE',
      code: '503',
    }),
  )
  const told = (await service.published(MessageFailed)).filter(({ message }) => message.eventId === eventId)
  expect(told).toHaveLength(1)
  sim.faults.clear()
  const admin = await service.as.admin({ permissions: ['message-log:retry', 'message-log:read'] })
  const [row] = await world.dispatches(resident.id)
  expect((await admin.post(`/admin/message-logs/${row?.id}/retries`)).status).toBe(201)
  await until(resident, ([again]) => expect(again).toMatchObject({ status: 'SENT', attempts: 1 }))
  expect((await admin.post(`/admin/message-logs/${row?.id}/retries`)).body.code).toBe(1004)
})

test('an answer that was lost after the message left is not a second message', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.refunded)
  sim.faults.set({ kind: 'reset_after', route: 'mp.subscribe' })
  await refund(resident)
  await until(resident, ([row]) => expect(row).toMatchObject({ status: 'PENDING', attempts: 1 }))
  await hurry(resident)
  await until(resident, (rows) =>
    expect(rows).toMatchObject([{ channel: 'WECHAT', status: 'SENT', attempts: 2 }]),
  )
  expect(sim.messages(resident.openid)).toHaveLength(1)
  expect(sim.sms(resident.phone)).toEqual([])
  expect(await world.credits(resident.id)).toEqual([0])
})

test('a token that WeChat no longer takes is fetched anew and the message repeated once', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.verified)
  await verify(resident)
  await until(resident, ([row]) => expect(row).toMatchObject({ status: 'SENT' }))
  await world.query(`update access_tokens set sealed = $1`, [service.deps.vault.seal('not-a-token')])
  await world.subscribe(resident, templates.verified)
  await verify(resident)
  await until(resident, (rows) => {
    expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['SENT', 1],
      ['SENT', 1],
    ])
  })
})

test('D13 pickups that become ready together leave as one message, and are counted as one credit', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.ready)
  await world.subscribe(resident, templates.ready)
  const at = clock.now()
  const ready = { readyAt: at, pickupDeadline: new Date(at.getTime() + 86_400_000) }
  for (let i = 0; i < 3; i += 1) await service.deliver(PickupReady, { ...aPickup(resident.id), ...ready })
  const elsewhere = { ...aPickup(resident.id), ...ready, pickupPointId: randomUUID() }
  await service.deliver(PickupReady, elsewhere)
  await world.send()
  expect((await world.dispatches(resident.id)).map(({ status }) => status)).toEqual(Array(4).fill('PENDING'))
  await hurry(resident)
  await until(resident, (rows) =>
    expect(rows.map(({ status }) => status).sort()).toEqual(['SENT', 'SENT', 'SUPPRESSED', 'SUPPRESSED']),
  )
  const said = sim.messages(resident.openid).map(({ data }) => JSON.stringify(data))
  expect(said).toHaveLength(2)
  expect(said.filter((text) => /\d{17} \+2/.test(text))).toHaveLength(1)
  expect(await world.credits(resident.id)).toEqual([0])
  expect(POINT).not.toBe(elsewhere.pickupPointId)
})

test('without credit the pickup is announced by SMS, and the daily limit of a phone holds', async () => {
  const resident = world.aResident()
  for (let i = 0; i < 4; i += 1) await refund(resident)
  await until(resident, (rows) =>
    expect(rows.map(({ status, code }) => [status, code]).sort()).toEqual([
      ['FAILED', 'daily-phone'],
      ['SENT', null],
      ['SENT', null],
      ['SENT', null],
    ]),
  )
  expect(sim.sms(resident.phone)).toHaveLength(3)
})

test('the second SMS provider takes over when the first refuses our account or is not there', async () => {
  const { aliyun, ...others } = world.smsAccounts
  const { call, close } = createProviderCalls()
  const accounts = { ...others, aliyun: { ...aliyun, accessKeySecret: 'revoked' } }
  const client = createSmsClient(call, { accounts, baseUrl: world.url, clock })
  const { phone, id: outId } = world.aResident()
  const params = [
    ['order', '1'],
    ['amount', '2'],
  ] as const
  const templateId = accounts.templates.refunded?.id ?? ''
  expect(await client.send({ phone, templateId, params, outId })).toMatchObject({
    kind: 'sent',
    provider: 'tencent',
  })
  const nowhere = createSmsClient(call, { accounts, baseUrl: 'http://127.0.0.1:1', clock })
  expect(await nowhere.send({ phone, templateId, params, outId })).toMatchObject({
    kind: 'retry',
    maybeSent: false,
  })
  await close()
  expect(sim.sms(phone)).toMatchObject([{ provider: 'tencent' }])
})

test('a receipt that names our message and its phone confirms it; any other changes nothing', async () => {
  const resident = world.aResident()
  await refund(resident)
  await until(resident, ([row]) => expect(row).toMatchObject({ status: 'SENT' }))
  const [sms] = sim.sms(resident.phone)
  const report = { biz_id: sms?.id, phone_number: resident.phone, success: true, err_code: 'DELIVERED' }
  const anyone = service.as.anonymous()
  expect(
    (await anyone.post('/sms-receipts/aliyun', [{ ...report, phone_number: '13900000000' }])).status,
  ).toBe(200)
  expect(
    (
      await anyone.post('/sms-receipts/tencent', [
        { ...report, sid: sms?.id, mobile: resident.phone, report_status: 'SUCCESS' },
      ])
    ).status,
  ).toBe(200)
  expect((await world.dispatches(resident.id))[0]).toMatchObject({ status: 'SENT' })
  for (let i = 0; i < 3; i += 1) await anyone.post('/sms-receipts/aliyun', [report])
  expect((await world.dispatches(resident.id))[0]).toMatchObject({ status: 'DELIVERED' })
  expect((await anyone.post('/sms-receipts/aliyun', [{ biz_id: 'x' }])).body.code).toBe(1832)
})

test('an unreachable user-service costs no try', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.verified)
  world.down.user = true
  await verify(resident)
  await until(resident, ([row]) =>
    expect(row).toMatchObject({ status: 'PENDING', attempts: 0, detail: 'user does not answer' }),
  )
  world.down.user = false
  await hurry(resident)
  await until(resident, ([row]) => expect(row).toMatchObject({ status: 'SENT', attempts: 1 }))
})

test('a message whose sender died while sending is sent by another, and counts as maybe sent', async () => {
  const resident = world.aResident()
  await world.subscribe(resident, templates.verified)
  world.down.user = true
  await verify(resident)
  await until(resident, ([row]) =>
    expect(row).toMatchObject({ status: 'PENDING', attempts: 0, detail: expect.any(String) }),
  )
  await world.query(
    `update dispatches set status = 'SENDING', attempts = 1, claimed_at = $2, version = version + 1
     where recipient_id = $1 and status = 'PENDING'`,
    [resident.id, new Date(clock.now().getTime() - 120_000)],
  )
  world.down.user = false
  await eventually(async () => {
    await world.recover()
    await world.send()
    expect(await world.dispatches(resident.id)).toMatchObject([{ status: 'SENT', maybe_sent: true }])
  })
})

test('50 senders at once send each message once', async () => {
  const residents = Array.from({ length: 30 }, () => world.aResident())
  for (const resident of residents) {
    await world.subscribe(resident, templates.verified)
    sim.grantQuota({ openid: resident.openid, template_id: templates.verified, count: 4 })
  }
  await Promise.all(residents.map(verify))
  await Promise.all(Array.from({ length: 50 }, () => world.send()))
  for (const resident of residents) {
    await until(resident, (rows) => expect(rows).toMatchObject([{ status: 'SENT' }]))
    expect(sim.messages(resident.openid)).toHaveLength(1)
  }
})

test('quiet hours: at night a payment waits for eight o’clock, a refund does not', async () => {
  clock.set('2026-11-23T15:30:00Z')
  const resident = world.aResident()
  const paid = await world.withWechat('order.v1.OrderPaid')
  await world.subscribe(resident, paid)
  await world.subscribe(resident, templates.refunded)
  await service.deliver(OrderPaid, aPaidOrder(resident.id))
  const [waiting] = await world.dispatches(resident.id)
  expect(waiting?.due_at.toISOString()).toBe('2026-11-24T00:00:00.000Z')
  await refund(resident)
  await until(resident, (rows) =>
    expect(rows.map(({ status }) => status).sort()).toEqual(['PENDING', 'SENT']),
  )
  expect(sim.messages(resident.openid)).toHaveLength(1)
})

test('a reminder is due five minutes before the end, and one that would sleep past it is not written', async () => {
  clock.set('2026-11-24T04:00:00Z')
  const resident = world.aResident()
  await world.subscribe(resident, await world.withWechat('order.v1.OrderConfirmed'))
  const remind = (minutes: number) => {
    const expireAt = new Date(clock.now().getTime() + minutes * 60_000)
    const { orderId, orderNo, merchantId } = aPaidOrder(resident.id)
    const order = { orderId, orderNo, merchantId, userId: resident.id, payableFen: 100, title: '小青菜' }
    return service.deliver(OrderConfirmed, { ...order, expireAt, confirmedAt: clock.now() })
  }
  await remind(15)
  const [row] = await world.dispatches(resident.id)
  expect(Math.round(((row?.due_at.getTime() ?? 0) - clock.now().getTime()) / 60_000)).toBe(10)
  clock.set('2026-11-24T15:00:00Z')
  await remind(15)
  expect(await world.dispatches(resident.id)).toHaveLength(1)
})
