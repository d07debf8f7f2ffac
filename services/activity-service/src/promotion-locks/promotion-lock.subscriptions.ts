import { on } from '@linli/events'
import {
  AftersaleCompleted,
  AftersaleGoodsReleased,
  OrderClosed,
  OrderCreated,
  OrderPaid,
} from '@linli/proto/order'
import type { Deps, Work } from '../deps.ts'
import { gatherRules } from '../promotions/gather-prices.ts'
import { lockPromotion } from './lock-promotion.ts'
import { demandsOf, isPromoted } from './promotion-lock.ts'
import { releasePromotion } from './release-promotion.ts'
import { returnPromotion, returnPromotionQuota, usePromotion } from './use-promotion.ts'

/** What was paid for is undone by after-sales. */
const isUnpaid = ({ paid }: OrderClosed): boolean => !paid

/** What becomes of an order's coupon and quotas. Orders without either pass by. */
export const promotionLockSubscriptions = (deps: Deps) => [
  on(OrderCreated, async (work: Work, event) => lockPromotion(work, event, await gatherRules(deps)), {
    concerns: ({ required }) => required.includes('PROMOTION'),
  }),
  on(OrderPaid, (work: Work, { orderId }) => usePromotion(work, orderId), { concerns: isPromoted }),
  on(
    OrderClosed,
    (work: Work, event) =>
      releasePromotion(work, { orderId: event.orderId, userId: event.userId, promoted: isPromoted(event) }),
    { concerns: isUnpaid },
  ),
  on(AftersaleGoodsReleased, async (work: Work, { orderId, aftersaleId, lines }) => {
    const demands = demandsOf(lines)
    if (demands.length > 0) await returnPromotionQuota(work, { orderId, aftersaleId, demands })
  }),
  on(AftersaleCompleted, async (work: Work, { orderId, aftersaleId, couponReturn, couponId }) => {
    if (!couponReturn || couponId === undefined) return
    await returnPromotion(work, { orderId, aftersaleId, extensionMs: deps.returnExtensionMs })
  }),
]
