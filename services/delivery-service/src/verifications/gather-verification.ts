import { isAppError } from '@linli/core'
import { assertPickable, type Delivery } from '../deliveries/delivery.ts'
import { gatherByTail, gatherMerchantDelivery } from '../deliveries/gather-deliveries.ts'
import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { gatherByCode, gatherByQr } from '../pickup-codes/gather-pickup-code.ts'
import { findLast } from './verification.store.ts'
import type { Method } from './verification.ts'

export type Presented = {
  readonly merchantId: string
  readonly pickupPointId: string
  readonly method: Method
  readonly value: string
  /** A QR counts as of then: it rotates. */
  readonly scannedAt: Date
}

/**
 * What a code, a QR payload or a phone tail opens at a point; another merchant's goods look like a wrong code.
 * @throws PICKUP_CODE_WRONG
 */
export async function gatherPresented(
  deps: Deps,
  presented: Presented,
): Promise<readonly [Delivery, ...Delivery[]]> {
  const [first, ...more] = await find(deps, presented)
  if (!first) throw DeliveryErrors.PICKUP_CODE_WRONG()
  return [first, ...more]
}

async function find(
  deps: Deps,
  { merchantId, pickupPointId, method, value, scannedAt }: Presented,
): Promise<Delivery[]> {
  if (method === 'PHONE_TAIL') return gatherByTail(deps, { merchantId, pickupPointId, tail: value })
  const id =
    method === 'QR' ? gatherByQr(deps, value, scannedAt) : await gatherByCode(deps, pickupPointId, value)
  if (id === undefined) return []
  try {
    return [await gatherMerchantDelivery(deps, merchantId, id)]
  } catch (error) {
    if (isAppError(error) && error.kind === 'not_found') return []
    throw error
  }
}

/** @throws WRONG_POINT, PICKUP_NOT_READY, PICKED_ALREADY and the like: the code is right, the goods cannot go. */
export async function assertHere(deps: Deps, delivery: Delivery, pickupPointId: string): Promise<void> {
  if (delivery.pickupPointId !== pickupPointId) {
    throw DeliveryErrors.WRONG_POINT({ pickupPointName: delivery.pickupPointName })
  }
  if (delivery.status === 'VERIFIED') {
    const { id, orderNo } = delivery
    throw DeliveryErrors.PICKED_ALREADY({ orderNo, ...(await findLast(deps.sql, id)) })
  }
  assertPickable(delivery)
}

/**
 * What order-service lets go of each line now (D14): it knows of after-sales and refunds before their events are here.
 * @throws ORDER_NOT_RELEASABLE; PEER_UNAVAILABLE when it cannot be asked: then nothing is handed out.
 */
export async function gatherAllowed({ order }: Deps, orderId: string): Promise<ReadonlyMap<string, number>> {
  const state = await order.getFulfilmentState({ orderId })
  if (!state.releasable) throw DeliveryErrors.ORDER_NOT_RELEASABLE({ status: state.status })
  return new Map(state.lines.map(({ lineId, remainingQty }) => [lineId, remainingQty]))
}
