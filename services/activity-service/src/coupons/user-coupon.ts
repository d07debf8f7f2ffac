import { type DomainEvent, defineMachine, type Fen, happened, MINUTE_MS } from '@linli/core'
import { CouponGranted, CouponReturned, CouponUsed } from '@linli/proto/activity'
import type { CouponTerms } from './terms.ts'

/** product.md §6.5. */
export const couponMachine = defineMachine('coupon', 'UNUSED', {
  UNUSED: { lock: 'LOCKED', expire: 'EXPIRED', revoke: 'REVOKED' },
  LOCKED: { use: 'USED', unlock: 'UNUSED', expire: 'EXPIRED' },
  USED: { return: 'UNUSED' },
  EXPIRED: {},
  REVOKED: {},
})
export type CouponStatus = (typeof couponMachine.states)[number]

export const COUPON_SOURCES = ['CLAIM', 'REGISTER', 'ADMIN', 'CODE', 'COMPENSATION'] as const
export type CouponSource = (typeof COUPON_SOURCES)[number]

export type UserCoupon = {
  readonly id: string
  readonly templateId: string
  readonly userId: string
  readonly source: CouponSource
  readonly name: string
  readonly merchantId: string | null
  readonly funding: 'PLATFORM' | 'MERCHANT'
  readonly terms: CouponTerms
  readonly validFrom: Date
  readonly validUntil: Date
  readonly status: CouponStatus
  readonly lockedOrderId: string | null
  readonly usedAt: Date | null
  readonly discountFen: Fen | null
  readonly graceUsed: boolean
  readonly returnCount: number
  readonly version: number
  readonly createdAt: Date
}

/** What a coupon is now, whatever a job has or has not written down. */
export function statusAt({ status, validUntil }: UserCoupon, at: Date): CouponStatus {
  return status === 'UNUSED' && validUntil <= at ? 'EXPIRED' : status
}

const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
export const GRACE_MS = DAY_MS

export type Step = {
  readonly event: Parameters<typeof couponMachine.next>[1]
  readonly next: UserCoupon
}

function move(coupon: UserCoupon, event: Step['event'], change: Partial<UserCoupon>): Step {
  const status = couponMachine.next(coupon.status, event)
  return { event, next: { ...coupon, ...change, status, version: coupon.version + 1 } }
}

const FREE = { lockedOrderId: null, usedAt: null, discountFen: null }

export const lock = (
  coupon: UserCoupon,
  { orderId, discountFen }: { orderId: string; discountFen: Fen },
): Step => move(coupon, 'lock', { lockedOrderId: orderId, discountFen })

export const use = (coupon: UserCoupon, usedAt: Date): Step => move(coupon, 'use', { usedAt })

/**
 * The order was closed unpaid. A coupon that ran out meanwhile gets 24 hours more, once: the order that failed was not
 * the user's fault. After that it is expired.
 */
export function unlock(coupon: UserCoupon, at: Date): Step {
  if (at < coupon.validUntil) return move(coupon, 'unlock', FREE)
  const graceUntil = new Date(coupon.validUntil.getTime() + GRACE_MS)
  if (coupon.graceUsed || at >= graceUntil) return move(coupon, 'expire', FREE)
  return move(coupon, 'unlock', { ...FREE, validUntil: graceUntil, graceUsed: true })
}

/** The whole order was refunded: the coupon comes back once; one that ran out lives `extensionMs` more, or not at all. */
export function giveBack(coupon: UserCoupon, at: Date, extensionMs: number): Step | undefined {
  const expired = coupon.validUntil <= at
  if (coupon.returnCount > 0 || (expired && extensionMs === 0)) return undefined
  const validUntil = expired ? new Date(at.getTime() + extensionMs) : coupon.validUntil
  return move(coupon, 'return', { ...FREE, validUntil, returnCount: coupon.returnCount + 1 })
}

export const revoke = (coupon: UserCoupon): Step => move(coupon, 'revoke', {})

const about = ({ id, version }: UserCoupon) => ({
  aggregateType: 'coupon',
  aggregateId: id,
  aggregateVersion: version,
})

const told = ({ id, templateId, userId, name, version }: UserCoupon) => ({
  couponId: id,
  templateId,
  userId,
  name,
  version,
})

export const grantedEvent = (coupon: UserCoupon, at: Date): DomainEvent =>
  happened(CouponGranted, about(coupon), {
    ...told(coupon),
    type: coupon.terms.type,
    source: coupon.source,
    thresholdFen: coupon.terms.thresholdFen,
    amountFen: coupon.terms.amountFen,
    discountBp: coupon.terms.discountBp,
    validFrom: coupon.validFrom,
    validUntil: coupon.validUntil,
    grantedAt: at,
  })

export const usedEvent = (coupon: UserCoupon, orderId: string, at: Date): DomainEvent =>
  happened(CouponUsed, about(coupon), {
    ...told(coupon),
    orderId,
    discountFen: coupon.discountFen ?? 0,
    funding: coupon.funding,
    usedAt: at,
  })

export type Return = {
  readonly orderId: string
  readonly aftersaleId?: string | undefined
  readonly extended: boolean
}

export const returnedEvent = (
  coupon: UserCoupon,
  { orderId, aftersaleId, extended }: Return,
  at: Date,
): DomainEvent =>
  happened(CouponReturned, about(coupon), {
    ...told(coupon),
    orderId,
    aftersaleId,
    validUntil: coupon.validUntil,
    extended,
    returnedAt: at,
  })
