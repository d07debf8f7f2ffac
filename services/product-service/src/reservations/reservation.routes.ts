import { decodeCursor, Envelope, encodeCursor, ok, Page, type Routes } from '@linli/http'
import type { Deps } from '../deps.ts'
import { ReservationQuery, ReservationView, toReservationView } from './reservation.schema.ts'
import { listReservations } from './reservation.store.ts'

/** Whose order holds what, for support. */
export const reservationRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/stock-reservations',
    {
      config: { audience: 'admin', permission: 'stock:read' },
      schema: {
        operationId: 'listStockReservations',
        summary: 'Reservations of orders, the latest first',
        tags: ['inventories'],
        querystring: ReservationQuery,
        response: { 200: Envelope(Page(ReservationView)) },
      },
    },
    async ({ query }) => {
      const { orderId, status, limit, cursor } = query
      const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, 2)
      const before = createdAt === undefined ? null : { createdAt: new Date(createdAt), orderId: String(id) }
      const found = await listReservations(deps.sql, { orderId, status, before, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const more = last !== undefined && found.length > limit
      const nextCursor = more ? encodeCursor([last.createdAt.getTime(), last.orderId]) : null
      return ok({ items: items.map(toReservationView), nextCursor }, deps.clock.now())
    },
  )
}
