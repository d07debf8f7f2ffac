import { inTransaction } from '@linli/events'
import { Envelope, IdParams, IdSchema, ok, type Routes, TablePage, TableQuery } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { isOpen } from './attempt.ts'
import {
  AdminPaymentDetailView,
  AdminPaymentView,
  PaymentStatusSchema,
  toAdminView,
  toDetailView,
} from './payment.schema.ts'
import { findPayment, type Held } from './payment.store.ts'
import { listHistory, listPayments, listRefundsOf } from './payment-table.store.ts'
import { recordTrade } from './record-trade.ts'

const ListQuery = Type.Object(
  {
    ...TableQuery,
    status: Type.Optional(PaymentStatusSchema),
    orderNo: Type.Optional(Type.String({ maxLength: 40 })),
    orderId: Type.Optional(IdSchema),
    userId: Type.Optional(IdSchema),
    outTradeNo: Type.Optional(Type.String({ maxLength: 32 })),
  },
  { additionalProperties: false },
)

/** The console's door. */
export const paymentAdminRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/payments',
    {
      config: { audience: 'admin', permission: 'payment:read' },
      schema: {
        operationId: 'adminListPayments',
        summary: '支付单列表',
        tags: ['admin-payments'],
        querystring: ListQuery,
        response: { 200: Envelope(TablePage(AdminPaymentView)) },
      },
    },
    async (request) => {
      const { page, pageSize } = request.query
      const { items, total } = await listPayments(deps, request.query)
      return ok({ items: items.map(toAdminView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.get(
    '/admin/payments/:id',
    {
      config: { audience: 'admin', permission: 'payment:read' },
      schema: {
        operationId: 'adminGetPayment',
        summary: '支付单详情',
        tags: ['admin-payments'],
        params: IdParams,
        response: { 200: Envelope(AdminPaymentDetailView) },
      },
    },
    async (request) => ok(await detailOf(deps, request.params.id), deps.clock.now()),
  )

  app.post(
    '/admin/payments/:id/queries',
    {
      config: { audience: 'admin', permission: 'payment:query' },
      schema: {
        operationId: 'adminQueryPayment',
        summary: '向渠道查询支付结果',
        tags: ['admin-payments'],
        params: IdParams,
        response: { 200: Envelope(AdminPaymentDetailView) },
      },
    },
    async (request) => {
      const { attempts } = await loadPayment(deps, request.params.id)
      const { numberPrefix } = deps
      for (const { outTradeNo } of attempts.filter(
        (attempt) => isOpen(attempt) || attempt.status === 'CLOSED',
      )) {
        const answer = await deps.channel.query(outTradeNo)
        await inTransaction(deps, (work: Work) => recordTrade(work, { outTradeNo, answer, numberPrefix }))
      }
      return ok(await detailOf(deps, request.params.id), deps.clock.now())
    },
  )
}

async function loadPayment(deps: Deps, id: string): Promise<Held> {
  const held = await findPayment(deps.sql, id)
  if (!held) throw PaymentErrors.PAYMENT_NOT_FOUND({ paymentId: id })
  return held
}

async function detailOf(deps: Deps, id: string) {
  const [held, refunds, history] = await Promise.all([
    loadPayment(deps, id),
    listRefundsOf(deps, id),
    listHistory(deps, id),
  ])
  return toDetailView({ ...held, refunds, history })
}
