import { ActivityErrors } from '../errors.ts'
import type { Promotion } from './promotion.ts'

/** What an editor says. */
export type PromotionDraft = Omit<Promotion, 'id' | 'status' | 'version'>

/** @throws PROMOTION_INVALID with the field that makes no sense. */
export function assertSound({
  scope,
  rule,
  startsAt,
  endsAt,
  quotas,
  funding,
  merchantId,
}: PromotionDraft): void {
  const wrong = (field: string): never => {
    throw ActivityErrors.PROMOTION_INVALID({ field })
  }
  if (startsAt >= endsAt) wrong('endsAt')
  if (scope.kind !== 'ALL' && scope.ids.length === 0) wrong('scope')
  if (funding === 'MERCHANT' && merchantId === null) wrong('merchantId')
  if (quotas.length > 0 && rule.type !== 'LIMITED_DISCOUNT') wrong('quotas')
  if (new Set(quotas.map(({ skuId }) => skuId)).size < quotas.length) wrong('quotas')
  if (rule.type === 'LIMITED_DISCOUNT' && rule.discountBp === null && rule.prices.length === 0)
    wrong('rule.prices')
  if (rule.type !== 'FULL_REDUCTION') return
  rule.ladder.forEach(({ thresholdFen, reductionFen }, index) => {
    const before = rule.ladder[index - 1]
    const climbs = !before || (before.thresholdFen < thresholdFen && before.reductionFen < reductionFen)
    if (reductionFen >= thresholdFen || !climbs) wrong('rule.ladder')
  })
}

/**
 * Before it is approved everything may change. Afterwards orders depend on it: only the name, a later end and larger
 * quotas.
 * @throws PROMOTION_FIXED, PROMOTION_INVALID
 */
export function edit(promotion: Promotion, draft: PromotionDraft): Promotion {
  assertSound(draft)
  const version = promotion.version + 1
  if (promotion.status === 'DRAFT' || promotion.status === 'REVIEW')
    return { ...promotion, ...draft, version }
  const { name, endsAt, quotas } = draft
  if (promotion.status === 'ENDED' || endsAt < promotion.endsAt)
    throw ActivityErrors.PROMOTION_FIXED({ fields: ['endsAt'] })
  const smaller = promotion.quotas.some(({ skuId, quota }) => {
    const next = quotas.find((each) => each.skuId === skuId)
    return !next || (next.quota !== null && (quota === null || next.quota < quota))
  })
  if (smaller) throw ActivityErrors.PROMOTION_FIXED({ fields: ['quotas'] })
  return { ...promotion, name, endsAt, quotas, version }
}
