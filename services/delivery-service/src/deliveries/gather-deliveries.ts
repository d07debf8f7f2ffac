import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { tailIndexOf } from '../pickup-codes/pickup-code.ts'
import { findByOrder, loadDelivery } from './delivery.store.ts'
import type { Delivery } from './delivery.ts'
import { type DeskFilter, findByTail, listDesk } from './delivery-queries.store.ts'

/** The user's own task. @throws DELIVERY_NOT_FOUND for another's alike. */
export async function gatherOwnDelivery(deps: Deps, userId: string, id: string): Promise<Delivery> {
  const delivery = await loadDelivery(deps.sql, id)
  if (delivery.userId !== userId) throw DeliveryErrors.DELIVERY_NOT_FOUND({ deliveryId: id })
  return delivery
}

export async function gatherOrderDelivery(
  deps: Deps,
  orderId: string,
  userId?: string,
): Promise<Delivery | undefined> {
  const delivery = await findByOrder(deps.sql, orderId)
  return delivery && (userId === undefined || delivery.userId === userId) ? delivery : undefined
}

export const gatherDesk = (deps: Deps, filter: DeskFilter): Promise<Delivery[]> => listDesk(deps.sql, filter)

/** What the merchant has lying at a point for a phone that ends so. */
export async function gatherByTail(
  deps: Deps,
  { tail, ...where }: { merchantId: string; pickupPointId: string; tail: string },
): Promise<Delivery[]> {
  const tailIndex = tailIndexOf(deps.vault.index, where.pickupPointId, tail)
  return tailIndex ? findByTail(deps.sql, { ...where, tailIndex }) : []
}

/** A merchant's task. @throws DELIVERY_NOT_FOUND for another merchant's alike. */
export async function gatherMerchantDelivery(deps: Deps, merchantId: string, id: string): Promise<Delivery> {
  const delivery = await loadDelivery(deps.sql, id)
  if (delivery.merchantId !== merchantId) throw DeliveryErrors.DELIVERY_NOT_FOUND({ deliveryId: id })
  return delivery
}
