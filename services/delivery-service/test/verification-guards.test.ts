import { randomUUID } from 'node:crypto'
import { OrderPreparing } from '@linli/proto/order'
import { beforeEach, expect, test } from 'vitest'
import { aPlace, aPrepared, aVerifier, type Place, startDelivery } from './builders.ts'
import { aReadyTask, type Code, confirm, preview, receive } from './desk.ts'

const service = await startDelivery()
const { database } = service

let place: Place
beforeEach(async () => {
  place = await aPlace(database)
})

test('D14 a point that is not the caller’s is refused, and so are goods of another point or merchant', async () => {
  const { order, staff, code, tokenOf } = await aReadyTask(service, place)
  expect(await preview(staff, place.otherPointId, code.code)).toMatchObject({
    status: 403,
    body: { code: 1527 },
  })
  const neighbour = await aVerifier(service, place, [place.otherPointId])
  expect(await preview(neighbour, place.pickupPointId, code.code)).toMatchObject({
    status: 403,
    body: { code: 1527 },
  })
  expect(await preview(neighbour, place.otherPointId, code.code)).toMatchObject({
    status: 422,
    body: { code: 1521 },
  })
  expect(await preview(neighbour, place.otherPointId, ['QR', code.qrPayload])).toMatchObject({
    status: 422,
    body: { code: 1531 },
  })
  const token = await tokenOf(code.code)
  expect(await confirm(neighbour, token)).toMatchObject({ status: 409, body: { code: 1529 } })
  const rival = await aVerifier(service, { ...place, merchantId: randomUUID() })
  expect(await preview(rival, place.pickupPointId, code.code)).toMatchObject({
    status: 422,
    body: { code: 1521 },
  })
  expect((await receive(rival, place, [order.orderId])).status).toBe(404)
  const clerk = await service.as.staff({ merchantId: place.merchantId, permissions: ['order:read'] })
  expect((await preview(clerk, place.pickupPointId, code.code)).status).toBe(403)
  expect((await service.as.anonymous().get('/merchant/verifications')).status).toBe(401)
})

test('D14 goods that have not arrived cannot be handed out', async () => {
  const order = aPrepared(place)
  await service.deliver(OrderPreparing, order)
  const user = await service.as.user(order.userId)
  const { body } = await user.get<Code>(`/pickup-codes?orderId=${order.orderId}`)
  const staff = await aVerifier(service, place)
  expect(await preview(staff, place.pickupPointId, body.data.code)).toMatchObject({
    status: 409,
    body: { code: 1522 },
  })
})

test('D14 wrong codes are counted per person, also in parallel, and then the right one is refused too', async () => {
  const { staff, code } = await aReadyTask(service, place)
  expect((await preview(staff, place.pickupPointId, code.code)).status).toBe(201) // right ones are free
  const guesses = await Promise.all(
    Array.from({ length: 50 }, () => preview(staff, place.pickupPointId, 'ZZZZZZ')),
  )
  expect(guesses.filter(({ status }) => status === 422)).toHaveLength(10)
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(40)
  expect(await preview(staff, place.pickupPointId, code.code)).toMatchObject({
    status: 429,
    body: { code: 1528 },
  })
  const colleague = await aVerifier(service, place)
  expect((await preview(colleague, place.pickupPointId, code.code)).status).toBe(201)
  await database.query(
    "update code_attempts set at = at - interval '11 minutes' where pickup_point_id = $1",
    [place.pickupPointId],
  )
  expect((await preview(staff, place.pickupPointId, code.code)).status).toBe(201)
})

test('D14 wrong codes are counted per point, whoever types them', async () => {
  const { code } = await aReadyTask(service, place)
  for (let n = 0; n < 5; n += 1) {
    const staff = await aVerifier(service, place)
    await Promise.all(Array.from({ length: 10 }, () => preview(staff, place.pickupPointId, 'ZZZZZZ')))
  }
  const fresh = await aVerifier(service, place)
  expect(await preview(fresh, place.pickupPointId, code.code)).toMatchObject({
    status: 429,
    body: { code: 1528 },
  })
})

test('D14 a forged, altered or strange preview confirms nothing', async () => {
  const { staff, code, tokenOf } = await aReadyTask(service, place)
  const [body = '', mac = ''] = (await tokenOf(code.code)).split('.')
  const shown = JSON.parse(Buffer.from(body, 'base64url').toString())
  const longer = Buffer.from(JSON.stringify({ ...shown, expiresAtMs: shown.expiresAtMs + 1 })).toString(
    'base64url',
  )
  for (const token of [`${longer}.${mac}`, `${body}.${'二'.repeat(mac.length)}`, `${body}.`, `.${mac}`]) {
    expect(await confirm(staff, token)).toMatchObject({ status: 409, body: { code: 1529 } })
  }
})

test('another user’s task and code look like missing ones', async () => {
  const { order, code } = await aReadyTask(service, place)
  const stranger = await service.as.user()
  expect((await stranger.get(`/pickup-codes?orderId=${order.orderId}`)).status).toBe(404)
  expect((await stranger.get(`/deliveries/${code.id}`)).status).toBe(404)
  expect((await stranger.get(`/deliveries/${code.id}/tracks`)).status).toBe(404)
  expect(
    (await stranger.get<{ items: unknown[] }>(`/deliveries?orderId=${order.orderId}`)).body.data.items,
  ).toEqual([])
})
