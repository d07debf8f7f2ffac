import { randomUUID } from 'node:crypto'
import { PickupVerified } from '@linli/proto/delivery'
import { OrderPreparing } from '@linli/proto/order'
import { expect } from 'vitest'
import { aPrepared, aVerifier, type Place, releasable, type Started } from './builders.ts'

export type Client = Awaited<ReturnType<Started['as']['user']>>
type Line = { lineId: string; remainingQty: number }
export type Preview = {
  items: { previewToken: string; delivery: { id: string; status: string; lines: Line[] } }[]
}
export type Verification = {
  id: string
  complete: boolean
  scannedAt: string | null
  lines: { lineId: string; qty: number; remainingQty: number }[]
}
export type Code = { id: string; code: string; qrPayload: string; live: boolean; status: string }

type Keyed = { readonly key?: string }

export const receive = (
  staff: Client,
  { pickupPointId, key = randomUUID() }: Place & Keyed,
  orderIds: string[],
) =>
  staff.post<{ items: { status: string }[] }>(
    '/merchant/receipts',
    { pickupPointId, orderIds },
    { 'idempotency-key': key },
  )

/** A typed code, or a pair of method and value. */
type Shown = string | readonly ['QR' | 'PHONE_TAIL', string]

type Scan = { readonly pickupPointId: string; readonly shown: Shown; readonly at?: Date }

export const preview = (staff: Client, pickupPointId: string, shown: Shown) => {
  const [method, value] = typeof shown === 'string' ? ['CODE', shown] : shown
  return staff.post<Preview>('/merchant/verifications/previews', { pickupPointId, method, value })
}

export const confirm = (
  staff: Client,
  previewToken: string,
  { key = randomUUID(), ...more }: Keyed & { readonly lines?: object[] } = {},
) =>
  staff.post<Verification>('/merchant/verifications', { previewToken, ...more }, { 'idempotency-key': key })

/** What the counter's phone sends when the network is back. */
export const sendScan = (
  staff: Client,
  { pickupPointId, key = randomUUID(), shown, at = new Date() }: Scan & Keyed,
) => {
  const [method, value] = typeof shown === 'string' ? ['CODE', shown] : shown
  return staff.post<Verification>(
    '/merchant/verifications/offline-scans',
    { pickupPointId, method, value, scannedAt: at.toISOString() },
    { 'idempotency-key': key },
  )
}

/** A task that the point has received, with its user's code and a verifier. */
export async function aReadyTask(service: Started, place: Place, qtys?: readonly number[]) {
  const order = aPrepared(place, {}, qtys)
  await service.deliver(OrderPreparing, order)
  releasable(order)
  const staff = await aVerifier(service, place)
  const received = await receive(staff, place, [order.orderId])
  expect(received.status).toBe(201)
  const user = await service.as.user(order.userId)
  const { body } = await user.get<Code>(`/pickup-codes?orderId=${order.orderId}`)
  const tokenOf = async (shown: Shown) => {
    const answer = await preview(staff, place.pickupPointId, shown)
    return answer.body.data.items[0]?.previewToken ?? ''
  }
  return { order, staff, user, code: body.data, tokenOf }
}

export const verifiedOf = async (service: Started, orderId: string) =>
  (await service.published(PickupVerified))
    .map(({ message }) => message)
    .filter((message) => message.orderId === orderId)
