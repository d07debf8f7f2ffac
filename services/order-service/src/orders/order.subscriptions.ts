import { on, type Subscription } from '@linli/events'
import { PromotionLocked, PromotionLockFailed } from '@linli/proto/activity'
import {
  DeliveryDelivered,
  DeliveryDispatched,
  PickupReady,
  PickupVerified,
  SlotReservationFailed,
  SlotReserved,
} from '@linli/proto/delivery'
import {
  PaymentClosed,
  PaymentDuplicatePaid,
  PaymentLatePaid,
  PaymentQuarantined,
  PaymentSucceeded,
} from '@linli/proto/payment'
import { PointsFreezeFailed, PointsFrozen } from '@linli/proto/points'
import { StockReservationFailed, StockReserved } from '@linli/proto/product'
import { UserDeleted } from '@linli/proto/user'
import type { Deps, Work } from '../deps.ts'
import { failSaga, noteReserved } from './advance-saga.ts'
import { closeOrder } from './close-order.ts'
import { forgetPerson } from './forget-person.ts'
import { deliverOrder, dispatchOrder, pickUpOrder, readyOrder } from './fulfil-order.ts'
import type { Order } from './order.ts'
import { noteDuplicatePayment, noteLatePayment, noteQuarantine, payOrder } from './pay-order.ts'
import { pointsDetail, promotionDetail, slotDetail, stockDetail } from './refusal-text.ts'

/** What the participants answered, what happened to the money, where the goods are, and who is gone. */
export const orderSubscriptions = (deps: Deps): Subscription<never>[] => {
  /** Requests that wait for the saga or the close hear of it when it has committed. */
  const telling = (work: Work, order: Order | undefined) => {
    if (order) work.afterCommit(() => deps.waiters.tell(order))
  }
  return [
    on(StockReserved, async (work: Work, event) =>
      telling(work, await noteReserved(work, event.orderId, 'STOCK')),
    ),
    on(PromotionLocked, async (work: Work, event) =>
      telling(work, await noteReserved(work, event.orderId, 'PROMOTION')),
    ),
    on(PointsFrozen, async (work: Work, event) =>
      telling(work, await noteReserved(work, event.orderId, 'POINTS')),
    ),
    on(SlotReserved, async (work: Work, event) =>
      telling(work, await noteReserved(work, event.orderId, 'SLOT')),
    ),
    on(StockReservationFailed, async (work: Work, event) =>
      telling(
        work,
        await failSaga(work, event.orderId, { reason: 'STOCK_SHORTAGE', detail: stockDetail(event) }),
      ),
    ),
    on(PromotionLockFailed, async (work: Work, event) =>
      telling(
        work,
        await failSaga(work, event.orderId, { reason: 'PROMOTION_INVALID', detail: promotionDetail(event) }),
      ),
    ),
    on(PointsFreezeFailed, async (work: Work, event) =>
      telling(
        work,
        await failSaga(work, event.orderId, { reason: 'POINTS_INSUFFICIENT', detail: pointsDetail(event) }),
      ),
    ),
    on(SlotReservationFailed, async (work: Work, event) =>
      telling(work, await failSaga(work, event.orderId, { reason: 'SLOT_FULL', detail: slotDetail(event) })),
    ),
    on(PaymentSucceeded, async (work: Work, event) => telling(work, await payOrder(work, event))),
    on(PaymentClosed, async (work: Work, event) => telling(work, await closeOrder(work, event.orderId))),
    on(PaymentLatePaid, (work: Work, event) => noteLatePayment(work, event)),
    on(PaymentDuplicatePaid, (work: Work, event) => noteDuplicatePayment(work, event)),
    on(PaymentQuarantined, (work: Work, event) => noteQuarantine(work, event)),
    on(DeliveryDispatched, (work: Work, event) => dispatchOrder(work, event.orderId, event.dispatchedAt)),
    on(PickupReady, (work: Work, event) => readyOrder(work, event.orderId, event.readyAt)),
    on(DeliveryDelivered, (work: Work, event) => deliverOrder(work, event.orderId, event.deliveredAt)),
    on(PickupVerified, (work: Work, event) => pickUpOrder(work, event, deps.times.aftersaleMs)),
    on(UserDeleted, (work: Work, { userId }) => forgetPerson(work, userId)),
  ]
}
