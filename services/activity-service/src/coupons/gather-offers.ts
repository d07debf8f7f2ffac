import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { gatherRules } from '../promotions/gather-prices.ts'
import { findCoupon, listLiveCoupons } from './coupon.store.ts'
import { type Basket, compareOffers, type Offer, offerOf } from './coupon.ts'

export type Asking = Omit<Basket, 'stacking'>

export type Offers = {
  /** Usable ones first, the best of them first. */
  readonly offers: readonly Offer[]
  readonly best: Offer | undefined
  readonly version: string
}

/** What each of the user's coupons is worth for the basket (A07): one query. */
export async function gatherOffers(deps: Deps, userId: string, asking: Asking): Promise<Offers> {
  const now = deps.clock.now()
  const [{ stacking }, coupons] = await Promise.all([
    gatherRules(deps),
    listLiveCoupons(deps.sql, userId, now),
  ])
  const offers = coupons.map((coupon) => offerOf(coupon, { ...asking, stacking }, now)).sort(compareOffers)
  const parts = [stacking.version, ...coupons.map(({ id, version }) => `${id}:${version}`)]
  return {
    offers,
    best: offers.find(({ reason }) => reason === undefined),
    version: createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16),
  }
}

/** One coupon; undefined when there is none, or it is another user's (T18). */
export async function gatherOffer(
  deps: Deps,
  { userId, couponId }: { userId: string; couponId: string },
  asking: Asking,
): Promise<Offer | undefined> {
  const [{ stacking }, coupon] = await Promise.all([gatherRules(deps), findCoupon(deps.sql, couponId)])
  return coupon?.userId === userId ? offerOf(coupon, { ...asking, stacking }, deps.clock.now()) : undefined
}
