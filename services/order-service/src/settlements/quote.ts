import { allocate, type Fen, shapeOf } from '@linli/core'
import type { DeliveryMode } from '@linli/proto/order'

/** A line as priced; the parts are what refunds are later computed from. */
export type PricedLine = {
  readonly skuId: string
  readonly productId: string
  readonly qty: number
  readonly unitPriceFen: Fen
  readonly activityDiscountFen: Fen
  readonly memberDiscountFen: Fen
  readonly fullReductionFen: Fen
  readonly couponDiscountFen: Fen
  readonly pointsDiscountFen: Fen
  readonly payableFen: Fen
  readonly points: number
  readonly promotionId: string | null
  readonly fullReductionId: string | null
  readonly weightG: number
  readonly volumeCm3: number
  /** Product's version of this price: another one at placement is a drift. */
  readonly priceVersion: number
}

export type Totals = {
  readonly goodsFen: Fen
  readonly discountFen: Fen
  readonly couponDiscountFen: Fen
  readonly points: number
  readonly pointsDiscountFen: Fen
  /** Charged, after `feeDiscountFen`. */
  readonly feeFen: Fen
  readonly feeDiscountFen: Fen
  readonly payableFen: Fen
}

/** Everything a quote token promises. */
export type Quote = {
  readonly id: string
  readonly userId: string
  readonly expiresAtMs: number
  readonly merchantId: string
  readonly communityId: string
  readonly warehouseId: string
  readonly mode: DeliveryMode
  readonly pickupPointId: string | null
  readonly addressId: string | null
  readonly slotId: string | null
  readonly couponId: string | null
  readonly fromCart: boolean
  readonly promotionVersion: string | null
  readonly feeRuleVersion: string | null
  readonly pointsRuleVersion: string | null
  readonly lines: readonly PricedLine[]
  readonly totals: Totals
}

/** Changes with every part of a quote. */
export const QUOTE_SHAPE = [
  shapeOf<Quote>({
    id: true,
    userId: true,
    expiresAtMs: true,
    merchantId: true,
    communityId: true,
    warehouseId: true,
    mode: true,
    pickupPointId: true,
    addressId: true,
    slotId: true,
    couponId: true,
    fromCart: true,
    promotionVersion: true,
    feeRuleVersion: true,
    pointsRuleVersion: true,
    lines: true,
    totals: true,
  }),
  shapeOf<PricedLine>({
    skuId: true,
    productId: true,
    qty: true,
    unitPriceFen: true,
    activityDiscountFen: true,
    memberDiscountFen: true,
    fullReductionFen: true,
    couponDiscountFen: true,
    pointsDiscountFen: true,
    payableFen: true,
    points: true,
    promotionId: true,
    fullReductionId: true,
    weightG: true,
    volumeCm3: true,
    priceVersion: true,
  }),
  shapeOf<Totals>({
    goodsFen: true,
    discountFen: true,
    couponDiscountFen: true,
    points: true,
    pointsDiscountFen: true,
    feeFen: true,
    feeDiscountFen: true,
    payableFen: true,
  }),
].join('; ')

/** A line after steps 1 to 3 of the pipeline (activity price, member or limited discount, full reduction). */
export type DiscountedLine = Omit<
  PricedLine,
  'couponDiscountFen' | 'pointsDiscountFen' | 'payableFen' | 'points'
>

/** What is left of a line before coupon and points. */
export const amountOf = (line: DiscountedLine): Fen =>
  line.unitPriceFen * line.qty - line.activityDiscountFen - line.memberDiscountFen - line.fullReductionFen

export type Deductions = {
  /** Coupon discount per SKU, decided by the coupon engine; the shares sum to the coupon's discount. */
  readonly couponShares: ReadonlyMap<string, Fen>
  readonly points: number
  readonly pointsDiscountFen: Fen
  /** Before `feeDiscountFen`. */
  readonly feeFen: Fen
  readonly feeDiscountFen: Fen
}

/**
 * Steps 4 to 6 of the price pipeline (O04): coupon, points, fee. Every discount is allocated to lines in whole fen
 * by the largest remainder; the parts sum to the whole.
 * @throws RangeError when a discount exceeds what is left: the engines promised it never does.
 */
export function price(
  lines: readonly DiscountedLine[],
  deductions: Deductions,
): { lines: PricedLine[]; totals: Totals } {
  const afterCoupon = lines.map((line) => {
    const couponDiscountFen = deductions.couponShares.get(line.skuId) ?? 0
    return { line, couponDiscountFen, leftFen: amountOf(line) - couponDiscountFen }
  })
  const left = afterCoupon.map(({ leftFen }) => leftFen)
  const leftFen = sum(left)
  if (left.some((fen) => fen < 0) || deductions.pointsDiscountFen > leftFen) {
    throw new RangeError('a discount exceeds what is left of its line')
  }
  const pointsFen = allocate(deductions.pointsDiscountFen, left)
  const points = allocate(deductions.points, pointsFen)
  const priced = afterCoupon.map(({ line, couponDiscountFen, leftFen: rest }, index): PricedLine => {
    const pointsDiscountFen = pointsFen[index] ?? 0
    return {
      ...line,
      couponDiscountFen,
      pointsDiscountFen,
      payableFen: rest - pointsDiscountFen,
      points: points[index] ?? 0,
    }
  })
  const feeFen = deductions.feeFen - deductions.feeDiscountFen
  if (feeFen < 0) throw new RangeError('the fee discount exceeds the fee')
  return {
    lines: priced,
    totals: {
      goodsFen: sum(lines.map((line) => line.unitPriceFen * line.qty)),
      discountFen: sum(
        lines.map((line) => line.activityDiscountFen + line.memberDiscountFen + line.fullReductionFen),
      ),
      couponDiscountFen: sum(priced.map((line) => line.couponDiscountFen)),
      points: deductions.points,
      pointsDiscountFen: deductions.pointsDiscountFen,
      feeFen,
      feeDiscountFen: deductions.feeDiscountFen,
      payableFen: sum(priced.map((line) => line.payableFen)) + feeFen,
    },
  }
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
