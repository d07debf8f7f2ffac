import { demoId } from '../demo-id.ts'
import { residentId } from './residents.ts'

/**
 * Version 1 of the points rules. One point for each full yuan of net goods; 100 points take off 1 yuan, at most
 * 30 % of the order.
 */
export const pointsRule = {
  id: demoId('points-rule:1'),
  version: 1,
  name: '邻里积分规则',
  effectiveFrom: new Date('2026-01-01T00:00:00+08:00'),
  /** Each full `earnPerFen` paid earns one point; the rest is dropped. */
  earnPerFen: 100,
  earnOrderCap: 500,
  earnDayCap: 2_000,
  excludedCategoryIds: [],
  /** What one point is worth at checkout. */
  redeemFenPerPoint: 1,
  /** At most this share of goods may be paid in points, in basis points. */
  redeemMaxBp: 3_000,
  redeemOrderCap: 5_000,
  /** Points are spent in multiples of this. */
  redeemUnit: 100,
  withCoupon: true,
  withActivity: false,
  /** Days between completion and the points becoming usable: the after-sale window. */
  pendingDays: 3,
  expireDays: 365,
  /** Day 1 to day 7 of a sign-in streak. */
  signInCycle: [5, 5, 10, 10, 15, 15, 30],
} as const

export type PointsOpening = {
  /** Business id of the ledger row that opens the account. */
  readonly id: string
  readonly userId: string
  readonly points: number
}

function opening(resident: string, points: number): PointsOpening {
  return { id: demoId(`points-opening:${resident}`), userId: residentId(resident), points }
}

/** What residents have before their first order here; all others start at zero. */
export const pointsOpenings: readonly PointsOpening[] = [
  opening('chen-xi', 2_600),
  opening('da-peng', 860),
  opening('xiao-man', 12_000),
  opening('lao-zhou', 99),
  opening('yu-jie', 5_300),
  opening('coder-lin', 300),
  opening('grandpa-he', 1_500),
]
