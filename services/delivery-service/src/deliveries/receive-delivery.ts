import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { hoursText, pickupDeadline } from '../pickup-points/hours.ts'
import type { PickupPoint } from '../pickup-points/pickup-point.ts'
import { lockDelivery, saveDelivery } from './delivery.store.ts'
import { type Delivery, type Operator, receive } from './delivery.ts'

export type Receipt = {
  readonly orderId: string
  readonly merchantId: string
  readonly point: PickupPoint
  readonly operator: Operator
  readonly keepHours: Readonly<Record<'AMBIENT' | 'CHILLED' | 'FROZEN', number>>
}

/**
 * The goods of an order are at the point. Said again, it changes nothing.
 * @throws DELIVERY_NOT_FOUND (another merchant's too), NOT_A_PICKUP, WRONG_POINT, ILLEGAL_TRANSITION
 */
export async function receiveDelivery(
  work: Work,
  { orderId, merchantId, point, operator, keepHours }: Receipt,
): Promise<Delivery> {
  const delivery = await lockDelivery(work, orderId)
  if (delivery.merchantId !== merchantId) throw DeliveryErrors.DELIVERY_NOT_FOUND({ orderId })
  if (!delivery.pickupPointId) throw DeliveryErrors.NOT_A_PICKUP({ orderId })
  if (delivery.pickupPointId !== point.id) throw DeliveryErrors.WRONG_POINT({ orderId })
  const hours =
    delivery.storageType in keepHours
      ? keepHours[delivery.storageType as keyof typeof keepHours]
      : keepHours.AMBIENT
  const deadline = pickupDeadline(point, work.now, hours)
  const change = receive(delivery, { operator, deadline, openingHours: hoursText(point, work.now) }, work.now)
  if (!change) return delivery
  await saveDelivery(work, delivery, change)
  return change.next
}
