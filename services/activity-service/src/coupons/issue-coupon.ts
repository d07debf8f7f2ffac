import { businessDay } from '@linli/core'
import { type CouponTemplate, validityOf } from '../coupon-templates/coupon-template.ts'
import { takeCouponTemplate } from '../coupon-templates/take-coupon-template.ts'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { type Actor, countCoupons, insertCoupon, type NewCoupon } from './coupon.store.ts'
import { type CouponSource, grantedEvent, type UserCoupon } from './user-coupon.ts'

export type Issue = {
  readonly template: CouponTemplate
  readonly userId: string
  readonly source: CouponSource
  /** What the coupon is for: the same thing never gives a second one. */
  readonly sourceRef: string | null
  readonly actor: Actor
}

export type Issued = { readonly coupon: UserCoupon; readonly fresh: boolean; readonly last: boolean }

/** Another request of the same user can win the next number this often before it is surely a limit. */
const TRIES = 3

/**
 * Gives the user one coupon of the template, with a copy of its terms. The user's rows come first and the template's
 * counter last, so that the row everybody wants is locked for one round trip.
 * @throws COUPON_SOLD_OUT, COUPON_NOT_CLAIMABLE, COUPON_USER_LIMIT, COUPON_DAY_LIMIT, VERSION_CONFLICT
 */
export async function issueCoupon(work: Work, issue: Issue): Promise<Issued> {
  const { template, userId, source, sourceRef, actor } = issue
  const { from, until } = validityOf(template.validity, work.now)
  const wanted: NewCoupon = {
    templateId: template.id,
    userId,
    source,
    sourceRef,
    actor,
    name: template.name,
    merchantId: template.merchantId,
    funding: template.funding,
    terms: template.terms,
    validFrom: from,
    validUntil: until,
    day: businessDay(work.now),
    perUserLimit: template.perUserLimit,
    perDayLimit: template.perDayLimit,
  }
  const coupon = await insertNext(work, wanted)
  if ('before' in coupon) return { coupon: coupon.before, fresh: false, last: false }
  const { last } = await takeCouponTemplate(work, template)
  work.publish(grantedEvent(coupon, work.now))
  return { coupon, fresh: true, last }
}

async function insertNext(work: Work, wanted: NewCoupon): Promise<UserCoupon | { before: UserCoupon }> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const coupon = await insertCoupon(work, wanted)
    if (coupon) return coupon
    const held = await countCoupons(work, wanted)
    if (held.forRef) return { before: held.forRef }
    const about = { templateId: wanted.templateId }
    if (held.count >= wanted.perUserLimit)
      throw ActivityErrors.COUPON_USER_LIMIT({ ...about, limit: wanted.perUserLimit })
    if (wanted.perDayLimit !== null && held.today >= wanted.perDayLimit) {
      throw ActivityErrors.COUPON_DAY_LIMIT({ ...about, limit: wanted.perDayLimit })
    }
  }
  throw ActivityErrors.COUPON_USER_LIMIT({ templateId: wanted.templateId })
}
