import { businessDay, businessDayRange, MINUTE_MS } from '@linli/core'
import { Envelope, IdSchema, ok, type Routes } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { Deps } from '../deps.ts'
import {
  type Bucket,
  countStates,
  listPointLoads,
  listTopGoods,
  type Sales,
  seriesOf,
  sumSales,
} from './admin-statistics.store.ts'

const DAY_MS = 24 * 60 * MINUTE_MS
const WEEK_MS = 7 * DAY_MS
const OPEN_WORK_MS = 60 * DAY_MS // what is older is settled
const TOP = 10

const Count = Type.Integer({ minimum: 0 })
const Fen = Type.Integer({ description: 'fen' })
const Time = Type.String({ format: 'date-time' })

const StatisticsQuery = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: 31, default: 1 }) },
  { additionalProperties: false },
)

const SalesView = Type.Object(
  {
    placed: Count,
    paid: Count,
    completed: Count,
    buyers: Count,
    gmvFen: Fen,
    refundedFen: Fen,
  },
  { title: 'SalesView' },
)
const BucketView = Type.Array(Type.Object({ at: Time, orders: Count, gmvFen: Fen }))

const StatisticsView = Type.Object(
  {
    /** Start of the range, and this instant. */
    from: Time,
    to: Time,
    unit: Type.Union([Type.Literal('hour'), Type.Literal('day')]),
    /** Orders placed in the range. */
    now: SalesView,
    /** The same span of time right before. */
    before: SalesView,
    /** The same span of time seven days earlier. */
    lastWeek: SalesView,
    series: BucketView,
    /** The whole range before, for comparison. */
    seriesBefore: BucketView,
    states: Type.Array(Type.Object({ status: Type.String(), orders: Count, amountFen: Fen })),
    topGoods: Type.Array(
      Type.Object({
        productId: IdSchema,
        productName: Type.String(),
        imageUrl: Type.String(),
        qty: Type.Integer(),
        amountFen: Fen,
      }),
    ),
    /** Open work now, whatever the range. */
    points: Type.Array(
      Type.Object({
        pickupPointId: IdSchema,
        name: Type.String(),
        preparing: Count,
        delivering: Count,
        waiting: Count,
      }),
    ),
  },
  { title: 'StatisticsView' },
)

const toSales = (sales: Sales): Static<typeof SalesView> => ({ ...sales })
const toSeries = (buckets: readonly Bucket[]): Static<typeof BucketView> =>
  buckets.map((bucket) => ({ ...bucket, at: bucket.at.toISOString() }))

/** The operator's numbers (FA02): business days of Asia/Shanghai, orders by the time they were placed. */
export const adminStatisticsRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/order-statistics',
    {
      config: { audience: 'admin', permission: 'order:statistics' },
      schema: {
        operationId: 'getAdminOrderStatistics',
        summary: 'Sales by time and state, best sellers, load of the pickup points',
        tags: ['admin-orders'],
        querystring: StatisticsQuery,
        response: { 200: Envelope(StatisticsView) },
      },
    },
    async (request) => {
      const { days } = request.query
      const to = deps.clock.now()
      const today = businessDayRange(businessDay(to)).from
      const range = { from: new Date(today.getTime() - (days - 1) * DAY_MS), to }
      const earlier = (ms: number) => ({
        from: new Date(range.from.getTime() - ms),
        to: new Date(to.getTime() - ms),
      })
      const unit: Static<typeof StatisticsView>['unit'] = days === 1 ? 'hour' : 'day'
      const wholeBefore = { from: earlier(days * DAY_MS).from, to: range.from }
      const [now, before, lastWeek, series, seriesBefore, states, topGoods, points] = await Promise.all([
        sumSales(deps.sql, range),
        sumSales(deps.sql, earlier(days * DAY_MS)),
        sumSales(deps.sql, earlier(WEEK_MS)),
        seriesOf(deps.sql, range, unit),
        seriesOf(deps.sql, wholeBefore, unit),
        countStates(deps.sql, range),
        listTopGoods(deps.sql, range, TOP),
        listPointLoads(deps.sql, new Date(to.getTime() - OPEN_WORK_MS)),
      ])
      const view = {
        from: range.from.toISOString(),
        to: to.toISOString(),
        unit,
        now: toSales(now),
        before: toSales(before),
        lastWeek: toSales(lastWeek),
        series: toSeries(series),
        seriesBefore: toSeries(seriesBefore),
        states,
        topGoods,
        points,
      }
      return ok(view, to)
    },
  )
}
