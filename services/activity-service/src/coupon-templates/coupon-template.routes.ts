import { decodeCursor, Envelope, encodeCursor, ok, type Routes } from '@linli/http'
import { gatherMine } from '../coupons/gather-mine.ts'
import { positionOf } from '../coupons/position.ts'
import type { Deps } from '../deps.ts'
import { ClaimablePage, ClaimableQuery, toClaimableView } from './coupon-template.schema.ts'
import { listCentre } from './coupon-template.store.ts'

/** The coupon centre: for everybody, with what is mine when I say who I am. */
export const couponTemplateRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/coupon-templates',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'listCouponTemplates',
        summary: 'Coupons to claim, newest first',
        tags: ['coupons'],
        querystring: ClaimableQuery,
        response: { 200: Envelope(ClaimablePage) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const at = deps.clock.now()
      const after = positionOf(cursor ? decodeCursor(cursor, 1) : [])
      const templates = await listCentre(deps.sql, { at, after, limit: limit + 1 })
      const page = templates.slice(0, limit)
      const userId = request.identity?.id
      const mine = userId
        ? await gatherMine(
            deps,
            userId,
            page.map(({ id }) => id),
          )
        : undefined
      const items = page.map((template) =>
        toClaimableView(template, mine && (mine.get(template.id) ?? 0), at),
      )
      const last = templates.length > limit ? page.at(-1) : undefined
      return ok({ items, nextCursor: last ? encodeCursor([last.id]) : null }, at)
    },
  )
}
