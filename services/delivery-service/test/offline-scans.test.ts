import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { aPlace, audit, aVerifier, fulfilments, type Place, startDelivery } from './builders.ts'
import { aReadyTask, type Code, sendScan, verifiedOf } from './desk.ts'

const service = await startDelivery()
const { database } = service

let place: Place
beforeEach(async () => {
  place = await aPlace(database)
})

const MINUTE_MS = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS)

test('FM04 what was scanned offline is handed over when it arrives, dated as it was', async () => {
  const { order, staff, code } = await aReadyTask(service, place)
  const at = ago(30)
  const sent = await sendScan(staff, { ...place, shown: code.code, at })
  expect(sent).toMatchObject({ status: 201, body: { data: { complete: true, scannedAt: at.toISOString() } } })
  expect(await verifiedOf(service, order.orderId)).toMatchObject([{ complete: true, method: 'CODE' }])
  expect(await audit(database)).toEqual([])
})

test('FM04 one scan, sent again and ten times at once, is one hand-over', async () => {
  const { order, staff, code } = await aReadyTask(service, place)
  const scan = { ...place, shown: code.code, at: ago(1), key: randomUUID() }
  // As many as one person may have under way: each counts as a wrong code until it turns out to be right.
  const sent = await Promise.all(Array.from({ length: 10 }, () => sendScan(staff, scan)))
  sent.push(await sendScan(staff, scan))
  expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 201))
  expect(new Set(sent.map(({ body }) => body.data.id)).size).toBe(1)
  expect(await verifiedOf(service, order.orderId)).toHaveLength(1)
  expect(await sendScan(staff, { ...scan, at: ago(2) })).toMatchObject({ status: 409, body: { code: 1003 } })
  expect(await audit(database)).toEqual([])
})

test('FM04 two people who scanned the same code offline: the second is told who was first', async () => {
  const { order, staff, code } = await aReadyTask(service, place)
  const colleague = await aVerifier(service, place)
  expect((await sendScan(staff, { ...place, shown: code.code, at: ago(9) })).status).toBe(201)
  expect(await sendScan(colleague, { ...place, shown: code.code, at: ago(8) })).toMatchObject({
    status: 409,
    body: { code: 1523, data: { operatorName: '何静', orderNo: order.orderNo } },
  })
  expect(await verifiedOf(service, order.orderId)).toHaveLength(1)
})

test('FM04 a QR counts as of the moment it was scanned, and of no other', async () => {
  const { staff, user, code, order } = await aReadyTask(service, place)
  expect(await sendScan(staff, { ...place, shown: ['QR', code.qrPayload], at: ago(10) })).toMatchObject({
    status: 422,
    body: { code: 1521 },
  })
  const { body } = await user.get<Code>(`/pickup-codes?orderId=${order.orderId}`)
  expect((await sendScan(staff, { ...place, shown: ['QR', body.data.qrPayload] })).status).toBe(201)
})

test('FM04 too old, from the future, a wrong code, another’s point, a phone tail, a closed order: refused, nothing moves', async () => {
  const { order, staff, code } = await aReadyTask(service, place)
  const scan = { ...place, shown: code.code }
  expect((await sendScan(staff, { ...scan, at: ago(24 * 60 + 5) })).body.code).toBe(1534)
  expect((await sendScan(staff, { ...scan, at: ago(-30) })).body.code).toBe(1535)
  expect((await sendScan(staff, { ...scan, shown: 'ZZZ999' })).body.code).toBe(1521)
  expect((await sendScan(staff, { ...scan, pickupPointId: place.otherPointId })).body.code).toBe(1527)
  expect((await sendScan(staff, { ...scan, shown: ['PHONE_TAIL', '5678'] })).status).toBe(400)
  fulfilments.set(order.orderId, { releasable: false, status: 'CLOSED' })
  expect((await sendScan(staff, scan)).body.code).toBe(1530)
  const clerk = await service.as.staff({ merchantId: place.merchantId, permissions: ['order:read'] })
  expect((await sendScan(clerk, scan)).status).toBe(403)
  expect(await verifiedOf(service, order.orderId)).toEqual([])
  expect(await audit(database)).toEqual([])
})
