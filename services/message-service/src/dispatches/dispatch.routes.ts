import { businessDayRange } from '@linli/core'
import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { MessageErrors } from '../errors.ts'
import {
  LogPageView,
  LogQuery,
  ReceiptBody,
  ReceiptParams,
  StatisticsQuery,
  StatisticsView,
  toLogView,
} from './dispatch.schema.ts'
import { pageLogs, reachability, statistics } from './log.store.ts'
import { receiptOf } from './receipt.ts'
import { receiveReceipt } from './receive-receipt.ts'
import { retryDispatch } from './retry-dispatch.ts'
import { summarize } from './statistics.ts'

const tags = ['admin-message-logs']
const reader = { audience: 'admin', permission: 'message-log:read' } as const

/** What was sent, what became of it, and the providers' reports. */
export const dispatchRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/message-logs',
    {
      config: reader,
      schema: {
        operationId: 'listMessageLogs',
        tags,
        querystring: LogQuery,
        response: { 200: Envelope(LogPageView) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { items, total } = await pageLogs(deps.sql, filter, { page, pageSize })
      return ok({ items: items.map(toLogView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/message-logs/:id/retries',
    {
      config: { audience: 'admin', permission: 'message-log:retry' },
      schema: {
        operationId: 'retryMessage',
        tags,
        params: IdParams,
        response: { 201: Envelope(Type.Null()) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await inTransaction(deps, (work: Work) => retryDispatch(work, id, adminOf(request).id))
      return reply.code(201).send(created(null, deps.clock.now()))
    },
  )

  app.get(
    '/admin/message-statistics',
    {
      config: reader,
      schema: {
        operationId: 'getMessageStatistics',
        tags,
        querystring: StatisticsQuery,
        response: { 200: Envelope(StatisticsView) },
      },
    },
    async (request) => {
      const { from } = businessDayRange(request.query.from)
      const { to } = businessDayRange(request.query.to)
      const [counts, templates] = await Promise.all([statistics(deps.sql, from, to), reachability(deps.sql)])
      return ok({ channels: summarize(counts), templates }, deps.clock.now())
    },
  )

  app.post(
    '/sms-receipts/:provider',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'receiveSmsReceipts',
        tags: ['sms-receipts'],
        params: ReceiptParams,
        body: ReceiptBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { provider } = request.params
      for (const report of request.body) {
        const receipt = receiptOf(provider, report)
        if (!receipt) throw MessageErrors.RECEIPT_INVALID()
        const addressIndex = deps.vault.index(receipt.phone)
        await inTransaction(deps, (work: Work) => receiveReceipt(work, { ...receipt, addressIndex }))
      }
      return ok(null, deps.clock.now())
    },
  )
}
