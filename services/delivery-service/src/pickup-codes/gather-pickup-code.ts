import type { Delivery } from '../deliveries/delivery.ts'
import { gatherOrderDelivery, gatherOwnDelivery } from '../deliveries/gather-deliveries.ts'
import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { findByCode, findCode, type PickupCode } from './pickup-code.store.ts'
import { normalizeCode, readQr } from './pickup-code.ts'

export type OwnCode = { readonly delivery: Delivery; readonly code: PickupCode }

/** The code of one of the user's orders. @throws NO_PICKUP_CODE: another's order, not prepared yet, or brought home. */
export async function gatherOrderCode(deps: Deps, userId: string, orderId: string): Promise<OwnCode> {
  const delivery = await gatherOrderDelivery(deps, orderId, userId)
  const code = delivery && (await findCode(deps.sql, delivery.id))
  if (!delivery || !code) throw DeliveryErrors.NO_PICKUP_CODE({ orderId })
  return { delivery, code }
}

export async function gatherOwnCode(deps: Deps, userId: string, deliveryId: string): Promise<OwnCode> {
  const delivery = await gatherOwnDelivery(deps, userId, deliveryId)
  const code = await findCode(deps.sql, delivery.id)
  if (!code) throw DeliveryErrors.NO_PICKUP_CODE({ deliveryId })
  return { delivery, code }
}

/** The task that a typed code opens at a point. */
export const gatherByCode = (deps: Deps, pickupPointId: string, typed: string): Promise<string | undefined> =>
  findByCode(deps.sql, pickupPointId, normalizeCode(typed))

/** The task that a payload opened when it was scanned. */
export const gatherByQr = (deps: Deps, payload: string, scannedAt: Date): string | undefined =>
  readQr(deps.vault.index, payload, scannedAt)
