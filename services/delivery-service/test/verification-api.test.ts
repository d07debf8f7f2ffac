import { randomUUID } from 'node:crypto'
import { PickupReady } from '@linli/proto/delivery'
import { AftersaleApproved, AftersaleGoodsReleased, OrderPreparing } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { beforeEach, expect, test } from 'vitest'
import {
  aPlace,
  aPrepared,
  audit,
  aVerifier,
  fulfilments,
  ownPhones,
  type Place,
  phones,
  releasable,
  silent,
  startDelivery,
} from './builders.ts'
import { aReadyTask, type Code, confirm, preview, receive, verifiedOf } from './desk.ts'

const service = await startDelivery()
const { database } = service

let place: Place
beforeEach(async () => {
  place = await aPlace(database)
})

test('D13 the user is told only when the point has the goods, once, with a deadline', async () => {
  const order = aPrepared(place)
  await service.deliver(OrderPreparing, order)
  const told = async () =>
    (await service.published(PickupReady)).filter(({ message }) => message.orderId === order.orderId)
  expect(await told()).toEqual([])
  const staff = await aVerifier(service, place)
  const key = randomUUID()
  const expected = await staff.get<{ items: { orderId: string }[] }>('/merchant/receipts')
  expect(expected.body.data.items).toMatchObject([{ orderId: order.orderId, status: 'PENDING' }])
  const [first, again, other] = [
    await receive(staff, { ...place, key }, [order.orderId]),
    await receive(staff, { ...place, key }, [order.orderId]),
    await receive(staff, place, [order.orderId]),
  ]
  for (const answer of [first, again, other])
    expect(answer.body.data.items).toMatchObject([{ status: 'READY' }])
  const [ready, ...more] = await told()
  expect(more).toEqual([])
  expect(ready?.message).toMatchObject({
    pickupPointId: place.pickupPointId,
    storageType: 'CHILLED',
    openingHours: '00:00-23:59',
    operatorName: '何静',
  })
  const hours =
    ((ready?.message.pickupDeadline.getTime() ?? 0) - (ready?.message.readyAt.getTime() ?? 0)) / 3_600_000
  expect(hours).toBeGreaterThanOrEqual(24)
  expect(hours).toBeLessThan(48)
  const reused = await staff.post(
    '/merchant/receipts',
    { pickupPointId: place.pickupPointId, orderIds: [randomUUID()] },
    { 'idempotency-key': key },
  )
  expect(reused).toMatchObject({ status: 409, body: { code: 1003 } })
})

test('D14 code, preview, confirmation: the goods leave and the code is dead', async () => {
  const { order, staff, user, code } = await aReadyTask(service, place)
  const shown = await preview(staff, place.pickupPointId, ` ${code.code.toLowerCase()} `)
  expect(shown.status).toBe(201)
  expect(shown.body.data.items).toMatchObject([{ delivery: { id: code.id, status: 'READY' } }])
  const done = await confirm(staff, shown.body.data.items[0]?.previewToken ?? '')
  expect(done).toMatchObject({ status: 201, body: { data: { complete: true, method: 'CODE' } } })
  expect(done.body.data.lines.map(({ qty, remainingQty }) => [qty, remainingQty])).toEqual([
    [2, 0],
    [1, 0],
  ])
  expect(await verifiedOf(service, order.orderId)).toMatchObject([
    { complete: true, method: 'CODE', pickupPointId: place.pickupPointId },
  ])
  expect((await user.get<Code>(`/pickup-codes?orderId=${order.orderId}`)).body.data).toMatchObject({
    live: false,
    status: 'VERIFIED',
  })
  for (const shown of [code.code, ['QR', code.qrPayload]] as const)
    expect(await preview(staff, place.pickupPointId, shown)).toMatchObject({
      status: 409,
      body: { code: 1523, data: { orderNo: order.orderNo, operatorName: '何静', at: expect.any(String) } },
    })
  const tracks = await user.get<{ items: { event: string }[] }>(`/deliveries/${code.id}/tracks`)
  expect(tracks.body.data.items.map(({ event }) => event)).toEqual(['create', 'receive', 'verify'])
  const list = await staff.get<{ items: unknown[] }>('/merchant/verifications')
  expect(list.body.data.items).toMatchObject([{ orderId: order.orderId, complete: true }])
  expect(await audit(database)).toEqual([])
})

test('D14 a QR opens, an old one and a forged one do not, and a friend’s does', async () => {
  const { staff, user, code } = await aReadyTask(service, place)
  expect((await preview(staff, place.pickupPointId, ['QR', code.qrPayload])).status).toBe(201)
  const [kind, id, step = '', mac = ''] = code.qrPayload.split('.')
  expect(
    (await preview(staff, place.pickupPointId, ['QR', [kind, id, Number(step) - 2, mac].join('.')])).body
      .code,
  ).toBe(1521)
  expect(
    (await preview(staff, place.pickupPointId, ['QR', [kind, randomUUID(), step, mac].join('.')])).body.code,
  ).toBe(1521)
  const proxy = await user.post<{ qrPayload: string }>(`/pickup-codes/${code.id}/proxies`)
  expect((await preview(staff, place.pickupPointId, ['QR', proxy.body.data.qrPayload])).status).toBe(201)
  const stranger = await service.as.user()
  expect((await stranger.post(`/pickup-codes/${code.id}/proxies`)).status).toBe(404)
})

test('D14 the last four digits of the phone find what waits here, and only a blind index is stored', async () => {
  const { order, staff, code, tokenOf } = await aReadyTask(service, place)
  phones.set(order.orderId, '13812345678')
  await eventually(
    async () => {
      const { status, body } = await preview(staff, place.pickupPointId, ['PHONE_TAIL', '5678'])
      expect(status).toBe(201)
      expect(body.data.items.map(({ delivery }) => delivery.id)).toEqual([code.id])
    },
    { everyMs: 300 },
  )
  expect((await preview(staff, place.pickupPointId, ['PHONE_TAIL', '0000'])).body.code).toBe(1521)
  const rows = await database.query<{ text: string }>(
    'select to_jsonb(task)::text as text from deliveries task where order_id = $1',
    [order.orderId],
  )
  expect(rows[0]?.text).not.toContain('5678"')
  const token = await tokenOf(['PHONE_TAIL', '5678'])
  expect(await confirm(staff, token)).toMatchObject({ status: 201, body: { data: { method: 'PHONE_TAIL' } } })
})

test('D14 an order that names no recipient is found by its resident’s own phone', async () => {
  const { order, staff, code } = await aReadyTask(service, place)
  ownPhones.set(order.orderId, '13900004321')
  phones.set(order.orderId, '')
  await eventually(
    async () => {
      const { body } = await preview(staff, place.pickupPointId, ['PHONE_TAIL', '4321'])
      expect(body.data?.items.map(({ delivery }) => delivery.id)).toEqual([code.id])
    },
    { everyMs: 300 },
  )
})

test('D14 a part first, the rest later, and never more than was bought', async () => {
  const { order, staff, code, tokenOf } = await aReadyTask(service, place, [3, 1])
  const [strawberries, milk] = order.lines.map(({ lineId }) => lineId)
  const part = await confirm(staff, await tokenOf(code.code), {
    lines: [{ lineId: strawberries, qty: 2 }],
  })
  expect(part.body.data).toMatchObject({
    complete: false,
    lines: [{ lineId: strawberries, qty: 2, remainingQty: 1 }],
  })
  const greedy = await confirm(staff, await tokenOf(code.code), {
    lines: [{ lineId: strawberries, qty: 2 }],
  })
  expect(greedy).toMatchObject({ status: 409, body: { code: 1525 } })
  const foreign = await confirm(staff, await tokenOf(code.code), {
    lines: [{ lineId: randomUUID(), qty: 1 }],
  })
  expect(foreign).toMatchObject({ status: 400, body: { code: 1526 } })
  const rest = await confirm(staff, await tokenOf(code.code))
  expect(rest.body.data).toMatchObject({ complete: true })
  expect(rest.body.data.lines.map(({ lineId, qty }) => [lineId, qty])).toEqual([
    [strawberries, 1],
    [milk, 1],
  ])
  expect((await verifiedOf(service, order.orderId)).map(({ complete }) => complete)).toEqual([false, true])
  expect(await audit(database)).toEqual([])
})

test('D14 the same key answers the same, another body is refused, and fifty confirmations hand over once', async () => {
  const { order, staff, code, tokenOf } = await aReadyTask(service, place)
  const token = await tokenOf(code.code)
  const key = randomUUID()
  const same = await Promise.all(Array.from({ length: 10 }, () => confirm(staff, token, { key })))
  expect(new Set(same.map(({ body }) => body.data.id)).size).toBe(1)
  expect(
    await confirm(staff, token, { lines: [{ lineId: order.lines[0]?.lineId, qty: 1 }], key }),
  ).toMatchObject({ status: 409, body: { code: 1003 } })

  const second = await aReadyTask(service, place)
  const tokens = await second.tokenOf(second.code.code)
  const racing = await Promise.all(Array.from({ length: 50 }, () => confirm(second.staff, tokens)))
  expect(racing.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(new Set(racing.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
    new Set([1523]),
  )
  expect(await verifiedOf(service, second.order.orderId)).toHaveLength(1)
  expect(await audit(database)).toEqual([])
})

test('D14 what an after-sale holds stays at the point, and the rest may go', async () => {
  const { order, staff, code, tokenOf } = await aReadyTask(service, place, [2, 1])
  const held = order.lines[0]?.lineId ?? ''
  const aftersale = {
    aftersaleId: randomUUID(),
    orderId: order.orderId,
    lines: [{ lineId: held, qty: 2 }] as never,
  }
  const token = await tokenOf(code.code)
  await service.deliver(AftersaleApproved, aftersale)
  expect(await confirm(staff, token, { lines: [{ lineId: held, qty: 1 }] })).toMatchObject({
    status: 409,
    body: { code: 1524 },
  })
  expect((await confirm(staff, token)).body.data).toMatchObject({
    complete: false,
    lines: [{ qty: 1, remainingQty: 0 }],
  })
  expect(await confirm(staff, token)).toMatchObject({ status: 409, body: { code: 1524 } })
  await service.deliver(AftersaleGoodsReleased, aftersale)
  const user = await service.as.user(order.userId)
  const { body } = await user.get<{ items: { status: string }[] }>(`/deliveries?orderId=${order.orderId}`)
  expect(body.data.items).toMatchObject([{ status: 'VERIFIED' }])
  expect(await audit(database)).toEqual([])
})

test('D14 order-service has the last word: what it holds or has closed does not leave, nor when it is silent', async () => {
  const { order, staff, code, tokenOf } = await aReadyTask(service, place, [2, 1])
  const [first] = order.lines
  const token = await tokenOf(code.code)
  releasable(order, { [first?.lineId ?? '']: 2 })
  expect(await confirm(staff, token, { lines: [{ lineId: first?.lineId, qty: 1 }] })).toMatchObject({
    status: 409,
    body: { code: 1524 },
  })
  fulfilments.set(order.orderId, { releasable: false, status: 'CLOSED' })
  expect(await confirm(staff, token)).toMatchObject({ status: 409, body: { code: 1530 } })
  silent.add(order.orderId)
  expect((await confirm(staff, token)).status).toBe(503)
  expect(await verifiedOf(service, order.orderId)).toEqual([])
})
