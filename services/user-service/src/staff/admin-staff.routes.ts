import { decodeCursor, Envelope, encodeCursor, IdParams, ok, Page, type Routes } from '@linli/http'
import type { Deps } from '../deps.ts'
import { StaffQuery, StaffView, toStaffView } from './staff.schema.ts'
import { listMembers } from './staff.store.ts'

/** Who works in a shop, for the platform's staff (FA04). */
export const adminStaffRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/merchants/:id/staff',
    {
      config: { audience: 'admin', permission: 'merchant:read' },
      schema: {
        operationId: 'listStaffOfMerchant',
        summary: 'The staff of a shop, newest first',
        tags: ['merchants'],
        params: IdParams,
        querystring: StaffQuery,
        response: { 200: Envelope(Page(StaffView)) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const [before] = cursor === undefined ? [] : decodeCursor(cursor, 1)
      const members = await listMembers(deps.sql, {
        merchantId: request.params.id,
        ...(before !== undefined && { before: String(before) }),
        limit: limit + 1,
      })
      const items = members.slice(0, limit)
      const last = members.length > limit ? items.at(-1) : undefined
      const nextCursor = last ? encodeCursor([last.id]) : null
      return ok(
        { items: items.map((member) => toStaffView(member, deps.vault)), nextCursor },
        deps.clock.now(),
      )
    },
  )
}
