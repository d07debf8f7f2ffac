import type { Staff } from '@linli/http'
import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { gatherPoints } from './gather-points.ts'
import { loadOrder } from './order.store.ts'
import type { Order } from './order.ts'

/**
 * An order of the merchant, at a point where the staff member works.
 * @throws ORDER_NOT_FOUND alike for a missing, a foreign and an out-of-scope order
 */
export async function gatherDeskOrder(deps: Deps, staff: Staff, id: string): Promise<Order> {
  const [order, points] = await Promise.all([loadOrder(deps.sql, id), gatherPoints(deps, staff)])
  const inScope = !points || (order.pickupPointId !== null && points.includes(order.pickupPointId))
  if (order.merchantId !== staff.merchantId || !inScope) throw OrderErrors.ORDER_NOT_FOUND({ orderId: id })
  return order
}
