import { type Fen, type Lang } from '@linli/core'
import type { CouponOffer, MatchCouponsResponse, ResolvedPromotions } from '@linli/proto/activity'
import type { FeeQuote, Slot } from '@linli/proto/delivery'
import type { Deduction } from '@linli/proto/points'
import type { Sku } from '@linli/proto/product'
import { maxQtyOf } from '../carts/cart.ts'
import type { DiscountedLine, Totals } from './quote.ts'

/** What the user wants to buy, and how. Without items: what is selected in the cart. */
export type SettlementRequest = {
  readonly items?: readonly { readonly skuId: string; readonly qty: number }[]
  readonly merchantId?: string
  readonly communityId: string
  readonly mode: 'SELF_PICKUP' | 'COMMUNITY_DROP' | 'HOME' | 'EXPRESS'
  readonly pickupPointId?: string
  readonly addressId?: string
  readonly slotId?: string
  /** Absent: the best one. Null: none. */
  readonly couponId?: string | null
  readonly points: number
}

export type Blocker = {
  readonly kind: 'ITEM' | 'PLACE' | 'SLOT' | 'COUPON' | 'POINTS'
  readonly reason: string
  readonly skuId: string | null
  readonly message: string
}

/** Lines before coupon and points: product's price, with what activity-service took off. */
export function discountLines(
  items: readonly { skuId: string; qty: number }[],
  skus: ReadonlyMap<string, Sku>,
  promotions: ResolvedPromotions | undefined,
): DiscountedLine[] {
  return items.flatMap(({ skuId, qty }) => {
    const sku = skus.get(skuId)
    if (!sku) return []
    const resolved = promotions?.lines.find((line) => line.lineId === skuId)
    return [
      {
        skuId,
        productId: sku.productId,
        qty,
        unitPriceFen: sku.priceFen,
        activityDiscountFen: resolved?.activityDiscountFen ?? 0,
        memberDiscountFen: resolved?.memberDiscountFen ?? 0,
        fullReductionFen: resolved?.fullReductionFen ?? 0,
        promotionId: resolved?.promotionId ?? null,
        fullReductionId: resolved?.fullReductionId ?? null,
        weightG: sku.weightG * qty,
        volumeCm3: sku.volumeCm3 * qty,
        priceVersion: sku.priceVersion,
      },
    ]
  })
}

/** Adds up the quantities of one SKU: a cart may name it twice (T15). */
export function sumBySku(items: readonly { skuId: string; qty: number }[]): { skuId: string; qty: number }[] {
  const sums = new Map<string, number>()
  for (const { skuId, qty } of items) sums.set(skuId, (sums.get(skuId) ?? 0) + qty)
  return [...sums].map(([skuId, qty]) => ({ skuId, qty }))
}

/** Items that cannot be bought as asked. */
export function blockedItems(
  items: readonly { skuId: string; qty: number }[],
  skus: ReadonlyMap<string, Sku>,
): Blocker[] {
  return items.flatMap(({ skuId, qty }): Blocker[] => {
    const sku = skus.get(skuId)
    if (!sku) return [{ kind: 'ITEM', reason: 'NOT_FOUND', skuId, message: '商品不存在或已下架' }]
    if (!sku.purchasable) {
      return [
        { kind: 'ITEM', reason: sku.reason ?? 'OFF_SALE', skuId, message: `${sku.productName} 暂时无法购买` },
      ]
    }
    const most = maxQtyOf(sku)
    if (qty <= most) return []
    return [
      { kind: 'ITEM', reason: 'QTY_ABOVE_STOCK', skuId, message: `${sku.productName} 最多可买 ${most} 件` },
    ]
  })
}

export function blockedSlot(slotId: string | undefined, slots: readonly Slot[]): Blocker[] {
  if (!slotId) return []
  const slot = slots.find((candidate) => candidate.slotId === slotId)
  if (slot?.selectable) return []
  return [
    { kind: 'SLOT', reason: slot?.reason ?? 'NOT_FOUND', skuId: null, message: '所选时段不可用，请重新选择' },
  ]
}

const FEE_TEXT: Record<string, string> = {
  AREA_NOT_SERVED: '该地址不在配送范围内',
  BELOW_MINIMUM: '未达到起送金额',
  MODE_NOT_ALLOWED_BY_GOODS: '部分商品不支持该配送方式',
  POINT_CLOSED: '该自提点暂停服务',
  NO_COLD_STORAGE: '该自提点没有冷藏设备',
}

export function blockedFee(fee: FeeQuote): Blocker[] {
  if (fee.available) return []
  const reason = fee.reason ?? 'AREA_NOT_SERVED'
  return [{ kind: 'PLACE', reason, skuId: null, message: FEE_TEXT[reason] ?? '该配送方式不可用' }]
}

/** The coupon asked for, the best one when nothing was said, or none. A foreign or used one blocks (T18). */
export function chooseCoupon(
  asked: string | null | undefined,
  offers: MatchCouponsResponse | undefined,
): { coupon: CouponOffer | undefined; blockers: Blocker[] } {
  const wanted = asked === undefined ? offers?.bestCouponId : asked
  if (!wanted) return { coupon: undefined, blockers: [] }
  const coupon = offers?.offers.find(({ couponId }) => couponId === wanted)
  if (coupon?.usable) return { coupon, blockers: [] }
  const reason = coupon?.reason ?? (offers ? 'NOT_FOUND' : 'ACTIVITY_UNAVAILABLE')
  return { coupon: undefined, blockers: [{ kind: 'COUPON', reason, skuId: null, message: '优惠券不可用' }] }
}

export function blockedPoints(requested: number, deduction: Deduction | undefined): Blocker[] {
  if (requested === 0 || (deduction?.usable && deduction.points > 0)) return []
  return [{ kind: 'POINTS', reason: deduction?.reason ?? 'NOT_USABLE', skuId: null, message: '积分不可用' }]
}

const LABELS: Record<
  Lang,
  Record<'goods' | 'discount' | 'coupon' | 'points' | 'fee' | 'feeDiscount' | 'payable', string>
> = {
  zh: {
    goods: '商品金额',
    discount: '活动优惠',
    coupon: '优惠券',
    points: '积分抵扣',
    fee: '配送费',
    feeDiscount: '配送费减免',
    payable: '应付金额',
  },
  en: {
    goods: 'Goods',
    discount: 'Promotions',
    coupon: 'Coupon',
    points: 'Points',
    fee: 'Delivery',
    feeDiscount: 'Delivery discount',
    payable: 'To pay',
  },
}

/** The price as a bill people can add up: every line but the last sums to the last. */
export function explain(totals: Totals, lang: Lang): { label: string; amountFen: Fen }[] {
  const text = LABELS[lang]
  const rows = [
    { label: text.goods, amountFen: totals.goodsFen },
    { label: text.discount, amountFen: -totals.discountFen },
    { label: text.coupon, amountFen: -totals.couponDiscountFen },
    { label: text.points, amountFen: -totals.pointsDiscountFen },
    { label: text.fee, amountFen: totals.feeFen + totals.feeDiscountFen },
    { label: text.feeDiscount, amountFen: -totals.feeDiscountFen },
  ].filter(({ amountFen }, index) => index === 0 || amountFen !== 0)
  return [...rows, { label: text.payable, amountFen: totals.payableFen }]
}
