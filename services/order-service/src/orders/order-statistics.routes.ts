import { businessDay, businessDayRange } from '@linli/core'
import { Envelope, ok, type Routes, staffOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { gatherPoints } from './gather-points.ts'
import { countDeskOrders, sumDeskSales } from './order-statistics.store.ts'

const Count = Type.Integer({ minimum: 0 })

const StatisticsView = Type.Object(
  {
    /** The business day of "today", Asia/Shanghai. */
    day: Type.String({ format: 'date' }),
    /** Paid today. */
    orders: Count,
    gmvFen: Type.Integer({ description: 'fen' }),
    refundedFen: Type.Integer({ description: 'fen' }),
    /** Paid and waiting, whatever the day. */
    toAccept: Count,
    toPrepare: Count,
    delivering: Count,
    toVerify: Count,
    completedToday: Count,
    refunding: Count,
  },
  { title: 'MerchantStatisticsView' },
)

/** The merchant's day in numbers (FM02), of the points the staff member works at. */
export const orderStatisticsRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/order-statistics',
    {
      config: { audience: 'merchant', permission: 'order:statistics' },
      schema: {
        operationId: 'getMerchantOrderStatistics',
        summary: 'Today, and what waits to be done',
        tags: ['merchant-orders'],
        response: { 200: Envelope(StatisticsView) },
      },
    },
    async (request) => {
      const staff = staffOf(request)
      const now = deps.clock.now()
      const day = businessDay(now)
      const desk = { merchantId: staff.merchantId, points: await gatherPoints(deps, staff) }
      const [sales, counts] = await Promise.all([
        sumDeskSales(deps.sql, desk, businessDayRange(day)),
        countDeskOrders(deps.sql, desk, businessDayRange(day)),
      ])
      return ok({ day, ...sales, ...counts }, now)
    },
  )
}
