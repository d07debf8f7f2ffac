import { implement } from '@linli/grpc'
import { ActivityQueryDefinition, type CouponLine as CouponLineMessage } from '@linli/proto/activity'
import type { Deps } from '../deps.ts'
import { gatherPrices, gatherRules } from '../promotions/gather-prices.ts'
import { toResolvedPromotions } from '../promotions/promotion-message.ts'
import { DISCOUNT_TYPES, type DiscountType } from '../promotions/stacking.ts'
import type { CouponLine } from './coupon.ts'
import { toOfferMessage, unknownOffer } from './coupon-message.ts'
import { gatherOffer, gatherOffers } from './gather-offers.ts'

const KNOWN = new Set<string>(DISCOUNT_TYPES)
const isDiscount = (type: string): type is DiscountType => KNOWN.has(type)

const toCouponLine = (line: CouponLineMessage): CouponLine => ({
  ...line,
  promotionTypes: line.promotionTypes.filter(isDiscount),
})

/** What order-service asks of coupons and promotions. */
export const activityRpc = implement(ActivityQueryDefinition, (deps: Deps) => {
  const asOfMs = () => deps.clock.now().getTime()
  return {
    async matchCoupons({ userId, lines, communityId, type, feeFen }) {
      const asking = { lines: lines.map(toCouponLine), communityId, orderType: type, feeFen }
      const { offers, best, version } = await gatherOffers(deps, userId, asking)
      const messages = offers.map((offer) => toOfferMessage(offer, asOfMs()))
      return { offers: messages, bestCouponId: best?.coupon.id, version, asOfMs: asOfMs() }
    },

    async validateCoupon({ userId, couponId, lines, communityId, type, feeFen, orderId }) {
      const asking = { lines: lines.map(toCouponLine), communityId, orderType: type, feeFen, orderId }
      const offer = await gatherOffer(deps, { userId, couponId }, asking)
      return offer ? toOfferMessage(offer, asOfMs()) : unknownOffer(couponId, asOfMs())
    },

    async resolvePromotions({ userId, communityId, type, lines }) {
      const priced = await gatherPrices(deps, { userId, communityId, orderType: type, lines })
      return toResolvedPromotions(priced, {
        orderType: type,
        version: priced.rules.version,
        asOfMs: asOfMs(),
      })
    },

    async getStackingRules() {
      const { stacking } = await gatherRules(deps)
      return { rules: [...stacking.rules], version: stacking.version, asOfMs: asOfMs() }
    },
  }
})
