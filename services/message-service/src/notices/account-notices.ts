import { CouponGranted } from '@linli/proto/activity'
import { PointsGranted } from '@linli/proto/points'
import { StockLow, StockReplenished } from '@linli/proto/product'
import { UserRegistered } from '@linli/proto/user'
import { notice } from './notice.ts'
import { day } from './words.ts'

const toUser = { audience: 'USER', to: (event: { userId: string }) => event.userId } as const

/** Every seventh day in a row brings a bonus. */
const STREAK_DAYS = 7
const isBonus = (streak: number | undefined) => streak !== undefined && streak % STREAK_DAYS === 0

export const accountNotices = [
  notice(UserRegistered, { ...toUser, variables: [], vars: () => ({}) }),
  notice(CouponGranted, {
    ...toUser,
    variables: ['couponId', 'couponName', 'validTo'],
    vars: (event) => ({
      couponId: event.couponId,
      couponName: event.name,
      validTo: day(event.validUntil),
    }),
  }),
  // A sign-in shows its points on the spot; only the bonus of a streak is news (product.md §9.5).
  notice(PointsGranted, {
    ...toUser,
    variables: ['points', 'balance'],
    vars: (event) => ({ points: String(event.points), balance: String(event.balance) }),
    useful: (event) =>
      event.points > 0 && !event.pending && (event.biz !== 'SIGN_IN' || isBonus(event.streak)),
  }),
  notice(StockReplenished, {
    ...toUser,
    variables: ['productId', 'skuName'],
    vars: (event) => ({
      productId: event.productId,
      skuName: [event.productName, event.specText].filter(Boolean).join(' '),
    }),
  }),
  notice(StockLow, {
    audience: 'MERCHANT',
    to: (event) => event.merchantId,
    permission: 'stock:read',
    variables: ['skuId', 'productId', 'skuName', 'available'],
    vars: (event) => ({
      skuId: event.skuId,
      productId: event.productId,
      skuName: [event.productName, event.specText].filter(Boolean).join(' '),
      available: String(event.availableQty),
    }),
  }),
]
