import { CommonErrors } from '@linli/core'
import { inTransaction, uniqueViolation } from '@linli/events'
import {
  created,
  decodeCursor,
  Envelope,
  encodeCursor,
  IdempotencyHeaders,
  IdParams,
  idempotencyKeyOf,
  ok,
  type Routes,
  requestHash,
  userOf,
} from '@linli/http'
import type { FastifyRequest } from 'fastify'
import type { Deps, Work } from '../deps.ts'
import { claimCoupon } from './claim-coupon.ts'
import {
  ClaimBody,
  CouponPage,
  CouponView,
  MatchBody,
  MatchView,
  toCouponView,
  toOfferView,
  WalletQuery,
} from './coupon.schema.ts'
import { findClaim, listCoupons, loadOwnCoupon } from './coupon.store.ts'
import { gatherBasket } from './gather-basket.ts'
import { gatherClaim, gatherRedemption, saysSoldOut } from './gather-claim.ts'
import { gatherOffers } from './gather-offers.ts'
import type { Issued } from './issue-coupon.ts'
import { positionOf } from './position.ts'
import { redeemCoupon } from './redeem-coupon.ts'
import { noteSoldOut } from './sold-out.client.ts'
import type { UserCoupon } from './user-coupon.ts'

const tags = ['coupons']
/** A hand cannot claim faster; a script is told to wait (A05). */
const CLAIM_LIMIT = { name: 'coupon-claim', max: 10, windowMs: 10_000, whenUnavailable: 'allow' } as const

/** The resident's coupons. */
export const couponRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/coupons',
    {
      config: { audience: 'user', limit: CLAIM_LIMIT },
      schema: {
        operationId: 'claimCoupon',
        summary: 'Takes a coupon from the centre, or for a code',
        tags,
        headers: IdempotencyHeaders,
        body: ClaimBody,
        response: { 201: Envelope(CouponView) },
      },
    },
    async (request, reply) => {
      const coupon = await take(deps, request, request.body)
      const now = deps.clock.now()
      return reply.code(201).send(created(toCouponView(coupon, now), now))
    },
  )

  app.get(
    '/coupons',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'listCoupons',
        summary: 'Mine, newest first',
        tags,
        querystring: WalletQuery,
        response: { 200: Envelope(CouponPage) },
      },
    },
    async (request) => {
      const { limit, cursor, status } = request.query
      const at = deps.clock.now()
      const after = positionOf(cursor ? decodeCursor(cursor, 1) : [])
      const coupons = await listCoupons(deps.sql, userOf(request).id, { status, after, limit: limit + 1, at })
      const items = coupons.slice(0, limit)
      const last = coupons.length > limit ? items.at(-1) : undefined
      return ok(
        {
          items: items.map((each) => toCouponView(each, at)),
          nextCursor: last ? encodeCursor([last.id]) : null,
        },
        at,
      )
    },
  )

  app.get(
    '/coupons/:id',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getCoupon',
        summary: 'One of mine',
        tags,
        params: IdParams,
        response: { 200: Envelope(CouponView) },
      },
    },
    async (request) => {
      const coupon = await loadOwnCoupon(deps.sql, request.params.id, userOf(request).id)
      const now = deps.clock.now()
      return ok(toCouponView(coupon, now), now)
    },
  )

  app.post(
    '/coupons/matches',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'matchCoupons',
        summary: 'What each of my coupons would take off these goods',
        tags,
        body: MatchBody,
        response: { 200: Envelope(MatchView) },
      },
    },
    async (request) => {
      const userId = userOf(request).id
      const basket = await gatherBasket(deps, { userId, ...request.body })
      const { offers, best } = await gatherOffers(deps, userId, basket)
      const now = deps.clock.now()
      return ok(
        { offers: offers.map((offer) => toOfferView(offer, now)), bestCouponId: best?.coupon.id ?? null },
        now,
      )
    },
  )
}

/** One key, one coupon. */
async function take(deps: Deps, request: FastifyRequest, body: ClaimBody): Promise<UserCoupon> {
  const key = {
    userId: userOf(request).id,
    idempotencyKey: idempotencyKeyOf(request),
    requestHash: requestHash(body),
  }
  const before = await takenBefore(deps, key)
  if (before) return before
  try {
    const issued =
      'code' in body ? await redeem(deps, key, body.code) : await claim(deps, key, body.templateId)
    return issued.coupon
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    const other = await takenBefore(deps, key)
    if (!other) throw error
    return other
  }
}

type Key = { readonly userId: string; readonly idempotencyKey: string; readonly requestHash: string }

/** @throws IDEMPOTENCY_KEY_REUSED when the key came with another body before */
async function takenBefore(
  deps: Deps,
  { userId, idempotencyKey, requestHash: hash }: Key,
): Promise<UserCoupon | undefined> {
  const found = await findClaim(deps.sql, userId, idempotencyKey)
  if (found && found.requestHash !== hash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  return found?.coupon
}

async function claim(deps: Deps, key: Key, templateId: string): Promise<Issued> {
  const template = await gatherClaim(deps, { templateId, userId: key.userId })
  try {
    const issued = await inTransaction(deps, (work: Work) => claimCoupon(work, { ...key, template }))
    if (issued.last) await noteSoldOut(deps, templateId)
    return issued
  } catch (error) {
    if (saysSoldOut(error)) await noteSoldOut(deps, templateId)
    throw error
  }
}

async function redeem(deps: Deps, key: Key, code: string): Promise<Issued> {
  const found = await gatherRedemption(deps, { code, userId: key.userId })
  return inTransaction(deps, (work: Work) => redeemCoupon(work, { ...key, ...found }))
}
