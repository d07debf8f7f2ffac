import { createHash } from 'node:crypto'

/** Every kind of discount; the words of `activity.v1.PromotionType`. */
export const DISCOUNT_TYPES = [
  'COUPON',
  'FLASH',
  'FREE_DELIVERY',
  'FULL_DISCOUNT',
  'FULL_GIFT',
  'FULL_REDUCTION',
  'GROUP',
  'LIMITED_DISCOUNT',
  'MEMBER',
  'NEW_USER',
  'POINTS',
] as const
export type DiscountType = (typeof DISCOUNT_TYPES)[number]

export const POLICIES = ['STACK', 'EXCLUDE', 'BETTER_OF', 'BY_TERMS'] as const
export type Policy = (typeof POLICIES)[number]

/** `one` < `other`: each pair is said once. */
export type StackingRule = {
  readonly one: DiscountType
  readonly other: DiscountType
  readonly policy: Policy
}

export type Stacking = {
  policy(one: DiscountType, other: DiscountType): Policy
  /** All pairs, overridden or not. */
  readonly rules: readonly StackingRule[]
  /** Changes with every rule. */
  readonly version: string
}

const PRICES = new Set<DiscountType>(['GROUP', 'FLASH', 'MEMBER', 'LIMITED_DISCOUNT', 'NEW_USER'])
const BASKETS = new Set<DiscountType>(['FULL_REDUCTION', 'FULL_DISCOUNT', 'FULL_GIFT'])
const ACTIVITIES = new Set<DiscountType>(['GROUP', 'FLASH'])
const DEDUCTIONS = new Set<DiscountType>(['COUPON', 'POINTS'])

/**
 * The matrix of product.md A13 where nobody has said otherwise: group and flash exclude 满减, and coupons unless the
 * template allows them; of two prices the better one; coupon with points by their terms; free delivery with everything.
 */
function defaultPolicy(one: DiscountType, other: DiscountType): Policy {
  const pair = [one, other]
  const both = (kind: ReadonlySet<DiscountType>) => pair.every((type) => kind.has(type))
  const some = (kind: ReadonlySet<DiscountType>) => pair.some((type) => kind.has(type))
  if (pair.includes('FREE_DELIVERY')) return 'STACK'
  if (both(DEDUCTIONS)) return 'BY_TERMS'
  if (some(DEDUCTIONS)) return some(ACTIVITIES) || pair.includes('POINTS') ? 'BY_TERMS' : 'STACK'
  if (some(ACTIVITIES)) return 'EXCLUDE'
  if (both(PRICES) || both(BASKETS)) return 'BETTER_OF'
  return 'STACK'
}

/** What a pair may be set to: the engine has no meaning for the rest. */
export function policiesOf(one: DiscountType, other: DiscountType): readonly Policy[] {
  const pair = [one, other]
  const both = (kind: ReadonlySet<DiscountType>) => pair.every((type) => kind.has(type))
  if (pair.includes('FREE_DELIVERY')) return ['STACK']
  if (pair.some((type) => DEDUCTIONS.has(type))) return ['STACK', 'EXCLUDE', 'BY_TERMS']
  if (both(PRICES) || both(BASKETS)) return ['BETTER_OF', 'EXCLUDE']
  return ['STACK', 'EXCLUDE']
}

/** The pair as it is stored. */
export const ordered = (one: DiscountType, other: DiscountType): [DiscountType, DiscountType] =>
  one < other ? [one, other] : [other, one]

const PAIRS = DISCOUNT_TYPES.flatMap((one) =>
  DISCOUNT_TYPES.filter((other) => one < other).map((other) => [one, other] as const),
)

/** The whole matrix: what was set, and the defaults for the rest. */
export function stackingOf(overrides: readonly StackingRule[]): Stacking {
  const set = new Map(overrides.map(({ one, other, policy }) => [ordered(one, other).join(), policy]))
  const policy = (one: DiscountType, other: DiscountType): Policy =>
    set.get(ordered(one, other).join()) ?? defaultPolicy(one, other)
  const rules = PAIRS.map(([one, other]) => ({ one, other, policy: policy(one, other) }))
  const version = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16)
  return { policy, rules, version }
}
