import { allocate, type Fen, percentOf } from '@linli/core'
import { type FullReduction, isRunning, type Promotion, yuan } from './promotion.ts'
import { type Goods, reaches } from './scope.ts'
import type { Stacking } from './stacking.ts'

// Steps 1 to 3 of the price pipeline (O04): activity price, member or limited discount, full reduction.

export type PriceLine = Goods & { readonly lineId: string; readonly qty: number; readonly priceFen: Fen }

/** What is left at a promotion's price of one SKU. Undefined = any number. */
export type QuotaLeft = { readonly quotaLeft: number | undefined; readonly userLeft: number | undefined }

export type Pricing = {
  readonly promotions: readonly Promotion[]
  readonly stacking: Stacking
  readonly communityId: string
  /** By `quotaKey`. */
  readonly left: ReadonlyMap<string, QuotaLeft>
}

export type PricedLine = PriceLine & {
  readonly salePriceFen: Fen
  readonly memberDiscountFen: Fen
  readonly fullReductionFen: Fen
  readonly amountFen: Fen
  readonly promotion: Promotion | undefined
  readonly fullReduction: Promotion | undefined
  readonly left: QuotaLeft | undefined
  readonly excludesCoupon: boolean
  readonly excludesPoints: boolean
}

export type Share = { readonly lineId: string; readonly discountFen: Fen }
export type Applied = {
  readonly promotion: Promotion
  readonly discountFen: Fen
  readonly shares: readonly Share[]
}
export type Hint = {
  readonly promotion: Promotion
  readonly missingFen: Fen
  readonly discountFen: Fen
  readonly text: string
}
export type Priced = {
  readonly lines: readonly PricedLine[]
  readonly applied: readonly Applied[]
  readonly hints: readonly Hint[]
  readonly freeDelivery: boolean
}

export const quotaKey = (promotionId: string, skuId: string): string => `${promotionId}/${skuId}`

const MAX_HINTS = 3
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const byId = (a: Promotion, b: Promotion): number => (a.id < b.id ? -1 : 1)

/** Prices the lines under the promotions that run at `at`; the same input always gives the same answer. */
export function resolvePrices(lines: readonly PriceLine[], pricing: Pricing, at: Date): Priced {
  return priceWith(lines, {
    ...pricing,
    promotions: pricing.promotions.filter((each) => isRunning(each, at)),
  })
}

/** As `resolvePrices`, under exactly these promotions, whatever the time. */
export function priceWith(lines: readonly PriceLine[], pricing: Pricing): Priced {
  const promotions = [...pricing.promotions].sort(byId)
  const fitting = { ...pricing, promotions }
  const discounted = lines.map((line) => discountLine(line, lines, fitting))
  const { lines: reduced, reductions, hints } = reduceBasket(discounted, fitting)
  const delivery = freeDelivery(reduced, fitting)
  const priced = reduced.map((line) => withExclusions(line, pricing.stacking))
  return {
    lines: priced,
    applied: [...discountsOf(priced), ...reductions, ...delivery.applied],
    hints: [...hints, ...delivery.hints].sort((a, b) => a.missingFen - b.missingFen).slice(0, MAX_HINTS),
    freeDelivery: delivery.applied.length > 0,
  }
}

/** The best limited discount whose quota holds all units of the SKU in the basket: a line has one price. */
function discountLine(line: PriceLine, all: readonly PriceLine[], pricing: Pricing): PricedLine {
  const wanted = sum(all.filter(({ skuId }) => skuId === line.skuId).map(({ qty }) => qty))
  let best: { promotion: Promotion; saleFen: Fen } | undefined
  let left: QuotaLeft | undefined
  for (const promotion of pricing.promotions) {
    const saleFen = salePrice(promotion, line, pricing.communityId)
    if (saleFen === undefined || saleFen >= (best?.saleFen ?? line.priceFen)) continue
    const quota = pricing.left.get(quotaKey(promotion.id, line.skuId))
    left = quota ?? left
    const most = Math.min(quota?.quotaLeft ?? wanted, quota?.userLeft ?? wanted)
    if (most >= wanted) best = { promotion, saleFen }
  }
  const salePriceFen = best?.saleFen ?? line.priceFen
  return {
    ...line,
    salePriceFen,
    memberDiscountFen: (line.priceFen - salePriceFen) * line.qty,
    fullReductionFen: 0,
    amountFen: salePriceFen * line.qty,
    promotion: best?.promotion,
    fullReduction: undefined,
    left,
    excludesCoupon: false,
    excludesPoints: false,
  }
}

/** At least 1 fen: nothing becomes free by a discount. */
function salePrice(promotion: Promotion, line: PriceLine, communityId: string): Fen | undefined {
  const { rule } = promotion
  if (rule.type !== 'LIMITED_DISCOUNT' || !reaches(promotion, line, communityId)) return undefined
  const own = rule.prices.find(({ skuId }) => skuId === line.skuId)?.priceFen
  if (own !== undefined) return own
  return rule.discountBp === null ? undefined : Math.max(1, percentOf(line.priceFen, rule.discountBp))
}

type Reduced = { readonly lines: PricedLine[]; readonly reductions: Applied[]; readonly hints: Hint[] }

/**
 * The full reduction that takes off most first, then the next on the lines that are left: a line is in at most one.
 * Taking away a promotion that was not chosen never changes what was.
 */
function reduceBasket(lines: readonly PricedLine[], pricing: Pricing): Reduced {
  const result = [...lines]
  const reductions: Applied[] = []
  const hints: Hint[] = []
  const open = new Set(lines.map((_, index) => index))
  let candidates = pricing.promotions.filter(({ rule }) => rule.type === 'FULL_REDUCTION')
  for (;;) {
    const offers = candidates.map((promotion) => reductionOf(promotion, { lines: result, open, pricing }))
    const best = offers.reduce<Reduction | undefined>(
      (a, b) => (b.reductionFen > (a?.reductionFen ?? 0) ? b : a),
      undefined,
    )
    if (!best)
      return { lines: result, reductions, hints: [...hints, ...offers.flatMap((offer) => offer.hint ?? [])] }
    const parts = allocate(
      best.reductionFen,
      best.indexes.map((index) => result[index]?.amountFen ?? 0),
    )
    const shares = best.indexes.flatMap((index, position) => {
      const line = result[index]
      if (!line) return []
      const discountFen = parts[position] ?? 0
      open.delete(index)
      result[index] = {
        ...line,
        fullReductionFen: discountFen,
        amountFen: line.amountFen - discountFen,
        fullReduction: best.promotion,
      }
      return [{ lineId: line.lineId, discountFen }]
    })
    reductions.push({ promotion: best.promotion, discountFen: best.reductionFen, shares })
    hints.push(...(best.hint ? [best.hint] : []))
    candidates = candidates.filter(({ id }) => id !== best.promotion.id)
  }
}

type Reduction = {
  readonly promotion: Promotion
  readonly indexes: readonly number[]
  readonly reductionFen: Fen
  readonly hint: Hint | undefined
}
type Basket = {
  readonly lines: readonly PricedLine[]
  readonly open: ReadonlySet<number>
  readonly pricing: Pricing
}

function reductionOf(promotion: Promotion, { lines, open, pricing }: Basket): Reduction {
  const stacks = pricing.stacking.policy('LIMITED_DISCOUNT', 'FULL_REDUCTION') !== 'EXCLUDE'
  const indexes = lines.flatMap((line, index) =>
    open.has(index) && (stacks || !line.promotion) && reaches(promotion, line, pricing.communityId)
      ? [index]
      : [],
  )
  // By SKU, so that the odd fen lands on the same goods in whatever order the lines come.
  indexes.sort((a, b) => ((lines[a]?.skuId ?? '') < (lines[b]?.skuId ?? '') ? -1 : 1))
  const totalFen = sum(indexes.map((index) => lines[index]?.amountFen ?? 0))
  const ladder = promotion.rule.type === 'FULL_REDUCTION' ? promotion.rule.ladder : []
  const reached = ladder.filter(({ thresholdFen }) => thresholdFen <= totalFen).at(-1)
  return {
    promotion,
    indexes,
    reductionFen: Math.min(reached?.reductionFen ?? 0, totalFen),
    hint: indexes.length > 0 ? nextStep(promotion, ladder, totalFen) : undefined,
  }
}

function nextStep(promotion: Promotion, ladder: FullReduction['ladder'], totalFen: Fen): Hint | undefined {
  const next = ladder.find(({ thresholdFen }) => thresholdFen > totalFen)
  if (!next) return undefined
  const missingFen = next.thresholdFen - totalFen
  const text = `再买${yuan(missingFen)}元，可减${yuan(next.reductionFen)}元`
  return { promotion, missingFen, discountFen: next.reductionFen, text }
}

function freeDelivery(lines: readonly PricedLine[], { promotions, communityId }: Pricing) {
  const applied: Applied[] = []
  const hints: Hint[] = []
  for (const promotion of promotions) {
    if (promotion.rule.type !== 'FREE_DELIVERY') continue
    const eligible = lines.filter((line) => reaches(promotion, line, communityId))
    if (eligible.length === 0) continue
    const missingFen = promotion.rule.thresholdFen - sum(eligible.map(({ amountFen }) => amountFen))
    if (missingFen <= 0) applied.push({ promotion, discountFen: 0, shares: [] })
    else hints.push({ promotion, missingFen, discountFen: 0, text: `再买${yuan(missingFen)}元，免配送费` })
  }
  return applied.length > 0 ? { applied: applied.slice(0, 1), hints: [] } : { applied, hints }
}

function withExclusions(line: PricedLine, stacking: Stacking): PricedLine {
  const excludes = (deduction: 'COUPON' | 'POINTS') =>
    [line.promotion, line.fullReduction].some(
      (promotion) => promotion && stacking.policy(promotion.rule.type, deduction) === 'EXCLUDE',
    )
  return { ...line, excludesCoupon: excludes('COUPON'), excludesPoints: excludes('POINTS') }
}

function discountsOf(lines: readonly PricedLine[]): Applied[] {
  const used = new Map(
    lines.flatMap(({ promotion }) => (promotion ? [[promotion.id, promotion] as const] : [])),
  )
  return [...used.values()].map((promotion) => {
    const shares = lines
      .filter((line) => line.promotion?.id === promotion.id)
      .map(({ lineId, memberDiscountFen }) => ({ lineId, discountFen: memberDiscountFen }))
    return { promotion, shares, discountFen: sum(shares.map(({ discountFen }) => discountFen)) }
  })
}
