import { type Lang, newId } from '@linli/core'
import { Envelope, languageOf, ok, type Routes, userOf } from '@linli/http'
import type { CouponOffer, MatchCouponsResponse, ResolvedPromotions } from '@linli/proto/activity'
import type { FeeQuote } from '@linli/proto/delivery'
import type { Deduction } from '@linli/proto/points'
import type { Sku } from '@linli/proto/product'
import type { Static } from 'typebox'
import { maxQtyOf } from '../carts/cart.ts'
import { gatherSelected } from '../carts/gather-cart.ts'
import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import {
  askCoupons,
  askFee,
  askPlace,
  askPoints,
  askPromotions,
  askSkus,
  type Buying,
  type Item,
  type Place,
} from './gather-settlement.ts'
import { amountOf, type DiscountedLine, type PricedLine, price, type Quote, type Totals } from './quote.ts'
import { QUOTE_TTL_MS } from './quote-token.ts'
import { SettlementBody, SettlementView } from './settlement.schema.ts'
import {
  type Blocker,
  blockedFee,
  blockedItems,
  blockedPoints,
  blockedSlot,
  chooseCoupon,
  discountLines,
  explain,
  type SettlementRequest,
  sumBySku,
} from './settlement.ts'

export const settlementRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/settlements',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'createSettlement',
        summary: 'What this would cost, why, and a token that holds the price for ten minutes',
        tags: ['settlements'],
        body: SettlementBody,
        response: { 200: Envelope(SettlementView) },
      },
    },
    async (request) => {
      const { id: userId } = userOf(request)
      const settlement = await settle(deps, userId, request.body)
      return ok(toView(settlement, deps, languageOf(request)), deps.clock.now())
    },
  )
}

type Settlement = {
  readonly body: SettlementRequest
  readonly buying: Buying
  readonly skus: ReadonlyMap<string, Sku>
  readonly place: Place
  readonly promotions: ResolvedPromotions | undefined
  readonly offers: MatchCouponsResponse | undefined
  readonly coupon: CouponOffer | undefined
  readonly deduction: Deduction | undefined
  readonly fee: FeeQuote
  readonly lines: readonly PricedLine[]
  readonly totals: Totals
  readonly blockers: readonly Blocker[]
}

async function settle(deps: Deps, userId: string, body: SettlementRequest): Promise<Settlement> {
  const items = sumBySku(await itemsOf(deps, userId, body))
  const [place, skus] = await Promise.all([
    askPlace(deps, userId, body),
    askSkus(deps, userId, { items, communityId: body.communityId }),
  ])
  const buying = { userId, communityId: body.communityId, ...oneSeller(items, skus) }
  const known = items.flatMap((item) => {
    const sku = skus.get(item.skuId)
    return sku ? [{ item, sku }] : []
  })
  const promotions = await askPromotions(deps, buying, known)
  const lines = discountLines(items, skus, promotions)
  const shared = { body, place, lines, skus }
  const freeDelivery = promotions?.freeDelivery ?? false
  const firstFee = await askFee(deps, buying, { ...shared, couponShares: new Map(), freeDelivery })
  const { couponId } = body
  const offers = await askCoupons(deps, buying, {
    lines,
    skus,
    promotions,
    feeFen: firstFee.feeFen,
    couponId,
  })
  const { coupon, blockers: couponBlockers } = chooseCoupon(couponId, offers)
  const couponShares = new Map(coupon?.shares.map((share) => [share.lineId, share.discountFen]))
  // A coupon on the goods may lift the order below the free-delivery threshold or the minimum.
  const fee =
    coupon && coupon.discountFen > 0
      ? await askFee(deps, buying, { ...shared, couponShares, freeDelivery })
      : firstFee
  const deduction = await askPoints(deps, userId, {
    payableFen: leftAfterCoupon(lines, couponShares),
    requested: body.points,
    coupon,
    promoted: lines.some((line) => line.promotionId !== null),
  })
  const usePoints = body.points > 0 && deduction?.usable === true
  const priced = price(lines, {
    couponShares,
    points: usePoints ? deduction.points : 0,
    pointsDiscountFen: usePoints ? deduction.discountFen : 0,
    feeFen: fee.feeFen + fee.feeDiscountFen,
    feeDiscountFen: fee.feeDiscountFen + Math.min(coupon?.feeDiscountFen ?? 0, fee.feeFen),
  })
  const blockers = [
    ...blockedItems(items, skus),
    ...blockedSlot(body.slotId, place.slots),
    ...blockedFee(fee),
    ...couponBlockers,
    ...blockedPoints(body.points, deduction),
  ]
  return { body, buying, skus, place, promotions, offers, coupon, deduction, fee, ...priced, blockers }
}

const leftAfterCoupon = (lines: readonly DiscountedLine[], shares: ReadonlyMap<string, number>) =>
  lines.reduce((sum, line) => sum + amountOf(line) - (shares.get(line.skuId) ?? 0), 0)

async function itemsOf(deps: Deps, userId: string, body: SettlementRequest): Promise<readonly Item[]> {
  if (body.items) return body.items
  const selected = await gatherSelected(deps, userId, body.merchantId)
  if (selected.length === 0) throw OrderErrors.NOTHING_SELECTED()
  return selected
}

/** One order, one merchant, one warehouse (P15). */
function oneSeller(
  items: readonly Item[],
  skus: ReadonlyMap<string, Sku>,
): { merchantId: string; warehouseId: string } {
  const sellers = items.flatMap(({ skuId }) => skus.get(skuId) ?? [])
  const [first] = sellers
  if (!first) throw OrderErrors.SKU_NOT_AVAILABLE({ items: blockedItems(items, skus) })
  const served = sellers.filter((sku) => sku.warehouseId !== '')
  const merchants = new Set(sellers.map((sku) => sku.merchantId))
  const warehouses = new Set(served.map((sku) => sku.warehouseId))
  if (merchants.size > 1 || warehouses.size > 1) throw OrderErrors.SEVERAL_MERCHANTS()
  return { merchantId: first.merchantId, warehouseId: served[0]?.warehouseId ?? '' }
}

function quoteOf(settlement: Settlement, now: Date): Quote {
  const { body, buying, coupon, promotions, fee, deduction, lines, totals } = settlement
  return {
    id: newId(now),
    expiresAtMs: now.getTime() + QUOTE_TTL_MS,
    ...buying,
    mode: body.mode,
    pickupPointId: settlement.place.pickupPoint?.pickupPointId ?? null,
    addressId: settlement.place.address?.addressId ?? null,
    slotId: body.slotId ?? null,
    couponId: coupon?.couponId ?? null,
    fromCart: body.items === undefined,
    promotionVersion: promotions?.version ?? null,
    feeRuleVersion: fee.ruleVersion,
    pointsRuleVersion: totals.points > 0 ? (deduction?.ruleVersion ?? null) : null,
    lines,
    totals,
  }
}

function toView(settlement: Settlement, deps: Deps, lang: Lang): Static<typeof SettlementView> {
  const { skus, place, offers, deduction, promotions, totals, blockers } = settlement
  const quote = blockers.length === 0 ? quoteOf(settlement, deps.clock.now()) : undefined
  return {
    lines: settlement.lines.map((line) => lineView(line, skus.get(line.skuId))),
    totals,
    explanation: explain(totals, lang),
    promotions:
      promotions?.applied.map(({ name, explanation, discountFen }) => ({ name, explanation, discountFen })) ??
      [],
    hints: promotions?.hints.map(({ text, missingFen }) => ({ text, missingFen })) ?? [],
    coupons:
      offers?.offers.map((offer) => ({
        ...offer,
        reason: offer.reason ?? null,
        validUntil: offer.validUntil.toISOString(),
      })) ?? [],
    couponId: settlement.coupon?.couponId ?? null,
    points: {
      usable: deduction?.usable ?? false,
      reason: deduction?.reason ?? null,
      balance: deduction?.balance ?? 0,
      maxPoints: deduction?.maxPoints ?? 0,
      maxDiscountFen: deduction?.maxDiscountFen ?? 0,
      unitPoints: deduction?.unitPoints ?? 0,
      unitFen: deduction?.unitFen ?? 0,
    },
    slots: place.slots.map((slot) => ({ ...slot, reason: slot.reason ?? null })),
    pickupPoint: place.pickupPoint ? { ...place.pickupPoint, id: place.pickupPoint.pickupPointId } : null,
    degraded: [...(offers && promotions ? [] : ['activity']), ...(deduction ? [] : ['points'])],
    blockers: [...blockers],
    quoteToken: quote ? deps.quotes.sign(quote) : null,
    quoteExpiresAt: quote ? new Date(quote.expiresAtMs).toISOString() : null,
  }
}

const lineView = (line: PricedLine, sku: Sku | undefined) => ({
  ...line,
  productName: sku?.productName ?? '',
  specText: sku?.specText ?? '',
  imageUrl: sku?.imageUrl ?? '',
  maxQty: sku ? maxQtyOf(sku) : 0,
  discountFen: line.activityDiscountFen + line.memberDiscountFen + line.fullReductionFen,
})
