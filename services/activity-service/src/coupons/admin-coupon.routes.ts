import { inTransaction } from '@linli/events'
import { adminOf, Envelope, IdParams, ok, type Routes } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import {
  AdminCouponTable,
  AdminCouponView,
  CouponTableQuery,
  RevokeQuery,
  toAdminCouponView,
} from './coupon.schema.ts'
import { pageCoupons } from './coupon.store.ts'
import { revokeCoupon } from './revoke-coupon.ts'

const tags = ['admin-coupons']

/** The console: who holds what. */
export const adminCouponRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/coupons',
    {
      config: { audience: 'admin', permission: 'coupon:read' },
      schema: {
        operationId: 'listAdminCoupons',
        summary: 'Issued coupons, newest first',
        tags,
        querystring: CouponTableQuery,
        response: { 200: Envelope(AdminCouponTable) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { coupons, total } = await pageCoupons(deps.sql, filter, { page, pageSize })
      const now = deps.clock.now()
      return ok({ items: coupons.map((each) => toAdminCouponView(each, now)), total, page, pageSize }, now)
    },
  )

  app.delete(
    '/admin/coupons/:id',
    {
      config: { audience: 'admin', permission: 'coupon:grant' },
      schema: {
        operationId: 'revokeCoupon',
        summary: 'Takes back an unused coupon',
        tags,
        params: IdParams,
        querystring: RevokeQuery,
        response: { 200: Envelope(AdminCouponView) },
      },
    },
    async (request) => {
      const actor = { type: 'ADMIN', id: adminOf(request).id } as const
      const { reason } = request.query
      const coupon = await inTransaction(deps, (work: Work) =>
        revokeCoupon(work, request.params.id, { actor, reason }),
      )
      const now = deps.clock.now()
      return ok(toAdminCouponView(coupon, now), now)
    },
  )
}
