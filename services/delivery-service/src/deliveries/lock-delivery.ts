import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { lockDelivery } from './delivery.store.ts'
import type { Delivery } from './delivery.ts'

/** The task of an order, locked, when it is the merchant's and lies at the point. @throws DELIVERY_NOT_FOUND, WRONG_POINT */
export async function lockForPickup(
  work: Work,
  { orderId, merchantId, pickupPointId }: { orderId: string; merchantId: string; pickupPointId: string },
): Promise<Delivery> {
  const delivery = await lockDelivery(work, orderId)
  if (delivery.merchantId !== merchantId) throw DeliveryErrors.DELIVERY_NOT_FOUND({ orderId })
  if (delivery.pickupPointId !== pickupPointId) throw DeliveryErrors.WRONG_POINT({ orderId })
  return delivery
}
