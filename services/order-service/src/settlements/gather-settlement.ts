import { isAppError } from '@linli/core'
import type { CouponOffer, MatchCouponsResponse, ResolvedPromotions } from '@linli/proto/activity'
import type { FeeQuote, PickupPoint, Slot } from '@linli/proto/delivery'
import type { Deduction } from '@linli/proto/points'
import type { Sku } from '@linli/proto/product'
import type { Address } from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { amountOf, type DiscountedLine } from './quote.ts'
import type { SettlementRequest } from './settlement.ts'

// Asks the other services what a settlement needs. Product and delivery must answer; without activity there are no
// promotions and coupons, without points no deduction (product.md §8).

export type Item = { readonly skuId: string; readonly qty: number }

export type Place = {
  readonly pickupPoint: PickupPoint | undefined
  readonly address: Address | undefined
  readonly slots: readonly Slot[]
}

const isPickup = (mode: string) => mode === 'SELF_PICKUP' || mode === 'COMMUNITY_DROP'

/** Where the goods go. @throws PICKUP_POINT_REQUIRED or ADDRESS_REQUIRED when the body does not say. */
export async function askPlace(deps: Deps, userId: string, body: SettlementRequest): Promise<Place> {
  const { mode, communityId, pickupPointId, addressId } = body
  if (isPickup(mode) && !pickupPointId) throw OrderErrors.PICKUP_POINT_REQUIRED()
  if (!isPickup(mode) && !addressId) throw OrderErrors.ADDRESS_REQUIRED()
  const [address, { slots, pickupPoint }] = await Promise.all([
    !isPickup(mode) && addressId ? deps.user.getAddress({ userId, addressId }) : undefined,
    deps.delivery.listSlots({ communityId, mode, pickupPointId, days: 7 }),
  ])
  return { pickupPoint: isPickup(mode) ? pickupPoint : undefined, address, slots }
}

/** The goods as product-service sells them here and now, one entry per asked SKU that exists. */
export async function askSkus(
  deps: Deps,
  userId: string,
  { items, communityId }: { items: readonly Item[]; communityId: string },
): Promise<Map<string, Sku>> {
  const { skus } = await deps.product.batchGetSkus({
    skuIds: items.map(({ skuId }) => skuId),
    communityId,
    userId,
  })
  return new Map(skus.map((sku) => [sku.skuId, sku]))
}

export type Buying = {
  readonly userId: string
  readonly communityId: string
  readonly merchantId: string
  readonly warehouseId: string
}

/** Steps 1 to 3 of the pipeline; undefined when activity-service cannot be asked. */
export function askPromotions(
  deps: Deps,
  buying: Buying,
  lines: readonly { item: Item; sku: Sku }[],
): Promise<ResolvedPromotions | undefined> {
  return orUndefined(
    deps.activity.resolvePromotions({
      userId: buying.userId,
      communityId: buying.communityId,
      merchantId: buying.merchantId,
      type: 'NORMAL',
      lines: lines.map(({ item, sku }) => ({
        lineId: sku.skuId,
        skuId: sku.skuId,
        productId: sku.productId,
        merchantId: sku.merchantId,
        categoryIds: sku.categoryIds,
        qty: item.qty,
        priceFen: sku.priceFen,
      })),
    }),
  )
}

const couponLines = (
  lines: readonly DiscountedLine[],
  skus: ReadonlyMap<string, Sku>,
  promotions: ResolvedPromotions | undefined,
) =>
  lines.map((line) => {
    const resolved = promotions?.lines.find(({ lineId }) => lineId === line.skuId)
    return {
      lineId: line.skuId,
      skuId: line.skuId,
      productId: line.productId,
      merchantId: skus.get(line.skuId)?.merchantId ?? '',
      categoryIds: skus.get(line.skuId)?.categoryIds ?? [],
      qty: line.qty,
      amountFen: amountOf(line),
      excludesCoupon: resolved?.excludesCoupon ?? false,
      promotionTypes: [
        ...(resolved?.promotionType ? [resolved.promotionType] : []),
        ...(resolved?.fullReductionId ? ['FULL_REDUCTION' as const] : []),
      ],
    }
  })

export type CouponFacts = {
  readonly lines: readonly DiscountedLine[]
  readonly skus: ReadonlyMap<string, Sku>
  readonly promotions: ResolvedPromotions | undefined
  readonly feeFen: number
  /** The coupon that the user named, if any. */
  readonly couponId: string | null | undefined
}

/** The user's coupons against these lines; undefined when activity-service cannot be asked. */
export const askCoupons = (
  deps: Deps,
  buying: Buying,
  facts: CouponFacts,
): Promise<MatchCouponsResponse | undefined> => orUndefined(matchCoupons(deps, buying, facts))

async function matchCoupons(
  { activity }: Deps,
  buying: Buying,
  { lines, skus, promotions, feeFen, couponId }: CouponFacts,
): Promise<MatchCouponsResponse> {
  const basket = {
    userId: buying.userId,
    merchantId: buying.merchantId,
    communityId: buying.communityId,
    type: 'NORMAL' as const,
    lines: couponLines(lines, skus, promotions),
    feeFen,
  }
  const matched = await activity.matchCoupons(basket)
  if (!couponId || matched.offers.some((offer) => offer.couponId === couponId)) return matched
  // Not among those that live: its owner reads that it was used or ran out, others that there is none (T18).
  const named = await activity.validateCoupon({ ...basket, couponId })
  return named.reason === 'NOT_FOUND' ? matched : { ...matched, offers: [...matched.offers, named] }
}

export type FeeFacts = {
  readonly body: SettlementRequest
  readonly place: Place
  readonly lines: readonly DiscountedLine[]
  readonly skus: ReadonlyMap<string, Sku>
  readonly couponShares: ReadonlyMap<string, number>
  readonly freeDelivery: boolean
}

export function askFee(deps: Deps, buying: Buying, facts: FeeFacts): Promise<FeeQuote> {
  const { body, place, skus, couponShares } = facts
  const lines = facts.lines.map((line) => ({
    skuId: line.skuId,
    qty: line.qty,
    weightG: line.weightG,
    volumeCm3: line.volumeCm3,
    amountFen: amountOf(line) - (couponShares.get(line.skuId) ?? 0),
    storageType: skus.get(line.skuId)?.storageType ?? ('AMBIENT' as const),
    deliveryModes: skus.get(line.skuId)?.deliveryModes ?? [],
  }))
  return deps.delivery.quoteFee({
    userId: buying.userId,
    merchantId: buying.merchantId,
    communityId: buying.communityId,
    warehouseId: buying.warehouseId,
    mode: body.mode,
    pickupPointId: body.pickupPointId,
    lng: place.address?.lng,
    lat: place.address?.lat,
    slotId: body.slotId,
    lines,
    goodsFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
    freeDelivery: facts.freeDelivery,
  })
}

export type PointsFacts = {
  readonly payableFen: number
  readonly requested: number
  readonly coupon: CouponOffer | undefined
  readonly promoted: boolean
}

/** @throws PEER_UNAVAILABLE when points are wanted and cannot be asked; undefined when they are not wanted. */
export function askPoints(deps: Deps, userId: string, facts: PointsFacts): Promise<Deduction | undefined> {
  const asked = deps.points.previewDeduction({
    userId,
    payableFen: facts.payableFen,
    type: 'NORMAL',
    withCoupon: facts.coupon !== undefined,
    withActivity: facts.promoted,
    requestedPoints: facts.requested,
    zeroPayAllowed: false,
  })
  return facts.requested > 0 ? asked : orUndefined(asked)
}

async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isAppError(error) && error.kind === 'unavailable') return undefined
    throw error
  }
}
