import { MINUTE_MS } from '@linli/core'
import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, encodeCursor, IdParams, languageOf, ok, type Routes } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { createExport } from './create-export.ts'
import { ExportBody, ExportPartQuery, ExportPartView, ExportView, toExportView } from './export.schema.ts'
import { listMatching, loadExport } from './export.store.ts'
import { positionOf } from './order.schema.ts'
import { toAdminFilter } from './order-queries.store.ts'
import { sheetHead, sheetLines } from './order-sheet.ts'

const tags = ['admin-exports']
/** Of one answer: what is in memory at once. */
const PART = 500
const FETCHABLE_MS = 60 * MINUTE_MS

/** The list of orders as a file for a spreadsheet, part by part (FA08). */
export const exportRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/admin/exports',
    {
      config: {
        audience: 'admin',
        permission: 'order:export',
        limit: { name: 'order-export', max: 30, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'createOrderExport',
        summary: 'Orders as a file; who took which is recorded first',
        tags,
        body: ExportBody,
        response: { 201: Envelope(ExportView) },
      },
    },
    async (request, reply) => {
      const asked = { adminId: adminOf(request).id, filter: request.body, ip: request.ip }
      const made = await inTransaction(deps, (work: Work) => createExport(work, asked))
      return reply.code(201).send(created(toExportView(made), deps.clock.now()))
    },
  )

  app.get(
    '/admin/exports/:id',
    {
      config: { audience: 'admin', permission: 'order:export' },
      schema: {
        operationId: 'getOrderExport',
        summary: 'The next part of the file, newest order first; phones are masked',
        tags,
        params: IdParams,
        querystring: ExportPartQuery,
        response: { 200: Envelope(ExportPartView) },
      },
    },
    async (request) => {
      const now = deps.clock.now()
      const { cursor } = request.query
      const { filter, createdAt: before } = await loadExport(deps.sql, {
        id: request.params.id,
        adminId: adminOf(request).id,
        since: new Date(now.getTime() - FETCHABLE_MS),
      })
      const orders = await listMatching(deps.sql, toAdminFilter(filter), {
        before,
        after: positionOf(cursor),
        limit: PART,
      })
      const lang = languageOf(request)
      const head = cursor === undefined ? sheetHead(lang) : ''
      const last = orders.length === PART ? orders.at(-1) : undefined
      const part = {
        csv: head + sheetLines(orders, { lang, open: deps.vault.open }),
        orders: orders.length,
        nextCursor: last ? encodeCursor([last.createdAt.getTime(), last.id]) : null,
      }
      return ok(part, now)
    },
  )
}
