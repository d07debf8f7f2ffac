import type { Order } from './order.ts'

/** A NOCASH coupon lowers what the merchant receives; a CASH one was paid by somebody else. */
export const priceCut = (order: Order): number =>
  (order.payment?.coupons ?? [])
    .filter((coupon) => coupon.type === 'NOCASH')
    .reduce((sum, coupon) => sum + coupon.amount, 0)

/** What a refund takes from the merchant's balance: price cuts by coupon are given back in proportion. */
export const settlementShare = (order: Order, refund: number): number =>
  Math.floor((refund * (order.total - priceCut(order))) / order.total)
