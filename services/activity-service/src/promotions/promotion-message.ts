import type { PromotionUnavailable, ResolvedPromotions } from '@linli/proto/activity'
import type { Priced, PricedLine } from './price.ts'
import { explain } from './promotion.ts'

export type Asked = { readonly orderType: string; readonly version: string; readonly asOfMs: number }

/** Group seats and flash sessions are not sold yet: whoever asks for one is told so on every line. */
const UNAVAILABLE: Record<string, PromotionUnavailable> = { GROUP: 'SEAT_INVALID', FLASH: 'ENDED' }

/** As `activity.v1` says it. */
export const toResolvedPromotions = (
  priced: Priced,
  { orderType, version, asOfMs }: Asked,
): ResolvedPromotions => ({
  lines: priced.lines.map((line) => ({ ...toLine(line), unavailable: UNAVAILABLE[orderType] })),
  applied: priced.applied.map(({ promotion, discountFen, shares }) => ({
    promotionId: promotion.id,
    type: promotion.rule.type,
    name: promotion.name,
    explanation: explain(promotion),
    discountFen,
    shares: shares.map((share) => ({ ...share })),
    funding: promotion.funding,
    endsAt: promotion.endsAt,
    version: promotion.version,
  })),
  hints: priced.hints.map(({ promotion, missingFen, discountFen, text }) => ({
    promotionId: promotion.id,
    name: promotion.name,
    missingFen,
    missingQty: 0,
    discountFen,
    text,
  })),
  gifts: [],
  freeDelivery: priced.freeDelivery,
  version,
  asOfMs,
})

const toLine = (line: PricedLine) => ({
  lineId: line.lineId,
  skuId: line.skuId,
  qty: line.qty,
  priceFen: line.priceFen,
  salePriceFen: line.salePriceFen,
  activityDiscountFen: 0,
  memberDiscountFen: line.memberDiscountFen,
  fullReductionFen: line.fullReductionFen,
  amountFen: line.amountFen,
  promotionId: line.promotion?.id,
  promotionType: line.promotion?.rule.type,
  fullReductionId: line.fullReduction?.id,
  quotaLeft: line.left?.quotaLeft,
  userLeft: line.left?.userLeft,
  excludesCoupon: line.excludesCoupon,
  excludesPoints: line.excludesPoints,
})
