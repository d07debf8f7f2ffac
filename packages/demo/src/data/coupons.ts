import { demoId } from '../demo-id.ts'
import { type CategoryKey, categoryId } from './categories.ts'
import { type MerchantKey, merchantId } from './merchants.ts'
import { residentId } from './residents.ts'

/** 满减 · 折扣 (with a cap) · 立减 · 免运费 */
export type CouponType = 'THRESHOLD' | 'DISCOUNT' | 'INSTANT' | 'FREE_DELIVERY'

/** Fixed instants, or days counted from the claim. */
export type CouponValidity =
  | { readonly kind: 'FIXED'; readonly from: Date; readonly to: Date }
  | { readonly kind: 'AFTER_CLAIM'; readonly startDelayDays: number; readonly days: number }

export type CouponScope =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'CATEGORY'; readonly categoryIds: readonly string[] }

export type CouponTemplate = {
  readonly id: string
  readonly key: CouponKey
  readonly name: string
  readonly description: string
  readonly type: CouponType
  /** Least sum of eligible lines, after activity prices. */
  readonly thresholdFen: number
  /** What 满减 and 立减 take off. */
  readonly amountFen: number
  /** What 折扣 leaves to pay, in basis points: 8500 = 85 折. */
  readonly payBp: number | null
  readonly capFen: number | null
  readonly minPayableFen: number
  readonly scope: CouponScope
  readonly validity: CouponValidity
  readonly total: number
  readonly perUserLimit: number
  readonly perDayLimit: number | null
  readonly stackGroup: 'GOODS' | 'DELIVERY'
  readonly funding: 'PLATFORM' | 'MERCHANT'
  readonly merchantId: string | null
  /** Where residents get it: the coupon centre, on registration, or from an administrator only. */
  readonly channel: 'CENTRE' | 'REGISTER' | 'GRANT'
  readonly status: 'ACTIVE' | 'PAUSED'
}

export type CouponKey =
  | 'new-neighbour'
  | 'big-basket'
  | 'vegetables-five'
  | 'weekend-discount'
  | 'instant-three'
  | 'free-delivery'
  | 'seafood-twelve'
  | 'last-fifty'
  | 'summer-fruit'
  | 'apology'

export function couponTemplateId(key: CouponKey): string {
  return demoId(`coupon-template:${key}`)
}

const PLAIN = {
  payBp: null,
  capFen: null,
  minPayableFen: 1,
  scope: { kind: 'ALL' },
  perDayLimit: null,
  stackGroup: 'GOODS',
  funding: 'PLATFORM',
  merchantId: null,
  channel: 'CENTRE',
  status: 'ACTIVE',
} as const

function within(category: CategoryKey | 'vegetables' | 'fruit' | 'seafood'): CouponScope {
  return { kind: 'CATEGORY', categoryIds: [categoryId(category)] }
}

function days(count: number): CouponValidity {
  return { kind: 'AFTER_CLAIM', startDelayDays: 0, days: count }
}

type Terms = Omit<CouponTemplate, 'id' | 'merchantId' | keyof typeof PLAIN> &
  Partial<Omit<CouponTemplate, 'id' | 'merchantId'>> & { readonly merchant?: MerchantKey }

function template({ merchant, ...terms }: Terms): CouponTemplate {
  return {
    ...PLAIN,
    ...terms,
    id: couponTemplateId(terms.key),
    merchantId: merchant === undefined ? null : merchantId(merchant),
  }
}

/** What residents can hold. Total counts every coupon ever issued of a template. */
export const couponTemplates: readonly CouponTemplate[] = [
  template({
    key: 'new-neighbour',
    name: '新邻居见面礼',
    description: '首次注册即得，满 39 元减 8 元',
    type: 'THRESHOLD',
    thresholdFen: 3_900,
    amountFen: 800,
    validity: days(30),
    total: 100_000,
    perUserLimit: 1,
    channel: 'REGISTER',
  }),
  template({
    key: 'big-basket',
    name: '大菜篮券',
    description: '全场满 99 元减 20 元',
    type: 'THRESHOLD',
    thresholdFen: 9_900,
    amountFen: 2_000,
    validity: days(15),
    total: 20_000,
    perUserLimit: 2,
  }),
  template({
    key: 'vegetables-five',
    name: '鲜蔬券',
    description: '新鲜蔬菜满 29 元减 5 元',
    type: 'THRESHOLD',
    thresholdFen: 2_900,
    amountFen: 500,
    scope: within('vegetables'),
    validity: days(7),
    total: 20_000,
    perUserLimit: 3,
    perDayLimit: 1,
  }),
  template({
    key: 'weekend-discount',
    name: '周末 85 折券',
    description: '满 50 元享 85 折，最多优惠 15 元',
    type: 'DISCOUNT',
    thresholdFen: 5_000,
    amountFen: 0,
    payBp: 8_500,
    capFen: 1_500,
    validity: days(10),
    total: 10_000,
    perUserLimit: 1,
  }),
  template({
    key: 'instant-three',
    name: '无门槛立减券',
    description: '下单立减 3 元，实付不低于 1 元',
    type: 'INSTANT',
    thresholdFen: 0,
    amountFen: 300,
    minPayableFen: 100,
    validity: days(7),
    total: 10_000,
    perUserLimit: 1,
  }),
  template({
    key: 'free-delivery',
    name: '送货上门免运费券',
    description: '满 29 元免运费',
    type: 'FREE_DELIVERY',
    thresholdFen: 2_900,
    amountFen: 0,
    stackGroup: 'DELIVERY',
    validity: days(15),
    total: 20_000,
    perUserLimit: 4,
    perDayLimit: 1,
  }),
  template({
    key: 'seafood-twelve',
    name: '水产尝鲜券',
    description: '邻里生鲜水产满 68 元减 12 元',
    type: 'THRESHOLD',
    thresholdFen: 6_800,
    amountFen: 1_200,
    scope: within('seafood'),
    validity: {
      kind: 'FIXED',
      from: new Date('2026-01-01T00:00:00+08:00'),
      to: new Date('2030-01-01T00:00:00+08:00'),
    },
    total: 5_000,
    perUserLimit: 2,
    funding: 'MERCHANT',
    merchant: 'linli-fresh',
  }),
  template({
    key: 'last-fifty',
    name: '限量 50 张 10 元券',
    description: '先到先得，满 30 元减 10 元',
    type: 'THRESHOLD',
    thresholdFen: 3_000,
    amountFen: 1_000,
    validity: days(3),
    total: 50,
    perUserLimit: 1,
  }),
  template({
    key: 'apology',
    name: '致歉券',
    description: '给您添麻烦了，任意订单减 5 元，实付不低于 1 元',
    type: 'INSTANT',
    thresholdFen: 0,
    amountFen: 500,
    minPayableFen: 100,
    validity: days(30),
    total: 5_000,
    perUserLimit: 5,
    channel: 'GRANT',
  }),
  template({
    key: 'summer-fruit',
    name: '夏日瓜果券',
    description: '时令水果满 59 元减 10 元（活动已暂停）',
    type: 'THRESHOLD',
    thresholdFen: 5_900,
    amountFen: 1_000,
    scope: within('fruit'),
    validity: days(7),
    total: 3_000,
    perUserLimit: 1,
    status: 'PAUSED',
  }),
]

export type HeldCoupon = {
  readonly id: string
  readonly userId: string
  readonly templateId: string
  /** How long before loading it was claimed; past its validity it shows as expired. */
  readonly claimedDaysAgo: number
  /** n-th coupon of this template that the resident holds, from 1. */
  readonly seq: number
}

function held(resident: string, key: CouponKey, claimedDaysAgo = 0): HeldCoupon {
  return {
    id: demoId(`coupon:${resident}:${key}:1`),
    userId: residentId(resident),
    templateId: couponTemplateId(key),
    claimedDaysAgo,
    seq: 1,
  }
}

/** Unused coupons in residents' wallets; two of them have run out. */
export const heldCoupons: readonly HeldCoupon[] = [
  held('chen-xi', 'new-neighbour'),
  held('chen-xi', 'vegetables-five'),
  held('chen-xi', 'weekend-discount'),
  held('chen-xi', 'free-delivery'),
  held('da-peng', 'new-neighbour'),
  held('da-peng', 'big-basket'),
  held('xiao-man', 'new-neighbour', 45),
  held('xiao-man', 'instant-three'),
  held('xiao-man', 'seafood-twelve'),
  held('lao-zhou', 'free-delivery'),
  held('tang-tang', 'new-neighbour'),
  held('yu-jie', 'new-neighbour'),
  held('yu-jie', 'big-basket'),
  held('yu-jie', 'vegetables-five', 20),
  held('ah-kai', 'weekend-discount'),
  held('mian-mian', 'instant-three'),
  held('qian-duo', 'seafood-twelve'),
  held('coder-lin', 'new-neighbour'),
  held('coder-lin', 'free-delivery'),
  held('miao-miao', 'new-neighbour'),
]
