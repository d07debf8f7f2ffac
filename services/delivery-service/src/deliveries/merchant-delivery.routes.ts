import { decodeCursor, Envelope, encodeCursor, ok, type Routes, staffOf } from '@linli/http'
import type { Deps } from '../deps.ts'
import { gatherScope } from '../pickup-points/gather-pickup-point.ts'
import { pointsOf } from '../pickup-points/pickup-point.ts'
import { DeliveryPage, DeskQuery, toDeliveryView } from './delivery.schema.ts'
import type { DeliveryStatus } from './delivery.ts'
import { listDesk } from './delivery-queries.store.ts'

const WAITING = ['READY', 'PARTIAL'] as const satisfies DeliveryStatus[]

/** The merchant's tasks at the points where the caller works. */
export const merchantDeliveryRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/deliveries',
    {
      config: { audience: 'merchant', permission: 'delivery:read' },
      schema: {
        operationId: 'listMerchantDeliveries',
        summary: 'Tasks of my merchant at my points, newest first',
        tags: ['merchant-deliveries'],
        querystring: DeskQuery,
        response: { 200: Envelope(DeliveryPage) },
      },
    },
    async (request) => {
      const staff = staffOf(request)
      const { status, waiting, cursor, limit, ...filter } = request.query
      const [afterId] = cursor ? decodeCursor(cursor, 1) : []
      const found = await listDesk(deps.sql, {
        ...filter,
        statuses: waiting ? WAITING : status && [status],
        merchantId: staff.merchantId,
        points: pointsOf(await gatherScope(deps, staff)),
        afterId: afterId === undefined ? undefined : String(afterId),
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = found.length > limit && last ? encodeCursor([last.id]) : null
      return ok({ items: page.map(toDeliveryView), nextCursor }, deps.clock.now())
    },
  )
}
