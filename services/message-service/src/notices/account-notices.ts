import { CouponGranted } from '@linli/proto/activity'
import { PointsAdjusted, PointsGranted } from '@linli/proto/points'
import { StockLow, StockReplenished } from '@linli/proto/product'
import { LeaderStatus, LeaderStatusChanged, UserRegistered } from '@linli/proto/user'
import { notice } from './notice.ts'
import { day } from './words.ts'

const toUser = { audience: 'USER', to: (event: { userId: string }) => event.userId } as const

/** Every seventh day in a row brings a bonus. */
const STREAK_DAYS = 7
const isBonus = (streak: number | undefined) => streak !== undefined && streak % STREAK_DAYS === 0

/** What a decision means for the resident; handing in and leaving they have seen on the screen. */
const LEADER_NEWS: Partial<Record<LeaderStatus, { readonly zh: string; readonly en: string }>> = {
  [LeaderStatus.APPROVED]: { zh: '您的团长申请已通过', en: 'Your application as a leader is approved' },
  [LeaderStatus.REJECTED]: {
    zh: '您的团长申请没有通过，可以修改后重新提交',
    en: 'Your application as a leader was turned down; you may apply anew',
  },
  [LeaderStatus.ACTIVE]: { zh: '您已开始担任团长', en: 'You are a leader from now on' },
  [LeaderStatus.SUSPENDED]: { zh: '您的团长服务已停用', en: 'Your service as a leader is suspended' },
}

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
  notice(PointsAdjusted, {
    ...toUser,
    variables: ['points', 'balance'],
    vars: (event) => ({
      points: event.delta > 0 ? `+${event.delta}` : String(event.delta),
      balance: String(event.balance),
    }),
    useful: (event) => event.delta !== 0,
  }),
  notice(LeaderStatusChanged, {
    ...toUser,
    variables: ['news', 'newsEn'],
    vars: (event) => ({
      news: LEADER_NEWS[event.status]?.zh ?? '',
      newsEn: LEADER_NEWS[event.status]?.en ?? '',
    }),
    useful: (event) => LEADER_NEWS[event.status] !== undefined,
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
