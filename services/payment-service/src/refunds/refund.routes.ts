import { inTransaction } from '@linli/events'
import { adminOf, Envelope, IdParams, IdSchema, ok, type Routes, TablePage, TableQuery } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import {
  RefundKindSchema,
  RefundStatusSchema,
  RefundView,
  SettlementBody,
  toRefundView,
} from './refund.schema.ts'
import { listRefunds } from './refund-table.store.ts'
import { retryRefund, settleByHand } from './settle-refund.ts'

const ListQuery = Type.Object(
  {
    ...TableQuery,
    status: Type.Optional(RefundStatusSchema),
    kind: Type.Optional(RefundKindSchema),
    paymentId: Type.Optional(IdSchema),
    outRefundNo: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)

/** What the machine cannot finish by itself is finished here, by people. */
export const refundRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/refund-transactions',
    {
      config: { audience: 'admin', permission: 'refund:read' },
      schema: {
        operationId: 'adminListRefunds',
        summary: '退款单列表',
        tags: ['admin-refunds'],
        querystring: ListQuery,
        response: { 200: Envelope(TablePage(RefundView)) },
      },
    },
    async (request) => {
      const { page, pageSize } = request.query
      const { items, total } = await listRefunds(deps, request.query)
      return ok({ items: items.map(toRefundView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/refund-transactions/:id/retries',
    {
      config: { audience: 'admin', permission: 'refund:retry' },
      schema: {
        operationId: 'adminRetryRefund',
        summary: '重试退款',
        tags: ['admin-refunds'],
        params: IdParams,
        response: { 200: Envelope(RefundView) },
      },
    },
    async (request) => {
      const actor = { type: 'ADMIN', id: adminOf(request).id } as const
      const refund = await inTransaction(deps, (work: Work) => retryRefund(work, request.params.id, actor))
      return ok(toRefundView(refund), deps.clock.now())
    },
  )

  app.post(
    '/admin/refund-transactions/:id/manual-settlements',
    {
      config: { audience: 'admin', permission: 'refund:settle' },
      schema: {
        operationId: 'adminSettleRefund',
        summary: '登记线下退款',
        tags: ['admin-refunds'],
        params: IdParams,
        body: SettlementBody,
        response: { 200: Envelope(RefundView) },
      },
    },
    async (request) => {
      const settlement = { adminId: adminOf(request).id, proof: request.body.proof }
      const refund = await inTransaction(deps, (work: Work) =>
        settleByHand(work, request.params.id, settlement),
      )
      return ok(toRefundView(refund), deps.clock.now())
    },
  )
}
