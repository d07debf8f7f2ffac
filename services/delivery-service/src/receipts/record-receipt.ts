import { CommonErrors } from '@linli/core'
import type { Delivery, Operator } from '../deliveries/delivery.ts'
import { receiveDelivery } from '../deliveries/receive-delivery.ts'
import type { Work } from '../deps.ts'
import type { PickupPoint } from '../pickup-points/pickup-point.ts'
import { insertReceipt } from './receipt.store.ts'

export type Arrival = {
  readonly merchantId: string
  readonly point: PickupPoint
  readonly operator: Operator
  readonly orderIds: readonly string[]
  readonly keepHours: Readonly<Record<'AMBIENT' | 'CHILLED' | 'FROZEN', number>>
  readonly idempotencyKey: string
  readonly requestHash: string
}

/**
 * A staff member confirms that the goods of some orders are at their point: all of them, or none when one is refused.
 * The same key again answers with the tasks as they are.
 * @throws IDEMPOTENCY_KEY_REUSED, and what `receiveDelivery` throws.
 */
export async function recordReceipt(work: Work, arrival: Arrival): Promise<Delivery[]> {
  const { merchantId, point, operator, keepHours } = arrival
  const before = await insertReceipt(work, {
    ...arrival,
    pickupPointId: point.id,
    operatorId: operator.id,
    operatorName: operator.name,
  })
  if (before && before.requestHash !== arrival.requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  const deliveries: Delivery[] = []
  // Locked in one order by everybody: two receipts with common orders never wait for each other.
  for (const orderId of [...new Set(arrival.orderIds)].sort()) {
    deliveries.push(await receiveDelivery(work, { orderId, merchantId, point, operator, keepHours }))
  }
  return deliveries
}
