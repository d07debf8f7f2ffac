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

/** What becomes of an order's coupon and quotas. Orders without either pass by. */
export const promotionLockSubscriptions = (deps: Deps) => [
  on(OrderCreated, async (work: Work, event) => {
    if (!event.required.includes('PROMOTION')) return
    await lockPromotion(work, event, await gatherRules(deps))
  }),
  on(OrderPaid, async (work: Work, event) => {
    if (isPromoted(event)) await usePromotion(work, event.orderId)
  }),
  on(OrderClosed, async (work: Work, event) => {
    if (event.paid) return // what was paid for is undone by after-sales
    const { orderId, userId } = event
    await releasePromotion(work, { orderId, userId, promoted: isPromoted(event) })
  }),
  on(AftersaleGoodsReleased, async (work: Work, { orderId, aftersaleId, lines }) => {
    const demands = demandsOf(lines)
    if (demands.length > 0) await returnPromotionQuota(work, { orderId, aftersaleId, demands })
  }),
  on(AftersaleCompleted, async (work: Work, { orderId, aftersaleId, couponReturn, couponId }) => {
    if (!couponReturn || couponId === undefined) return
    await returnPromotion(work, { orderId, aftersaleId, extensionMs: deps.returnExtensionMs })
  }),
]
