import { inTransaction } from '@linli/events'
import { Envelope, IdParams, ok, type Routes, staffOf, TablePage } from '@linli/http'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { changeMerchantStatus } from './change-merchant-status.ts'
import { MerchantStatusBody, MerchantTableQuery, MerchantView, toMerchantView } from './merchant.schema.ts'
import { listMerchants, loadMerchant } from './merchant.store.ts'

const tags = ['merchants']

export const merchantRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/merchants/me',
    {
      config: { audience: 'merchant' },
      schema: {
        operationId: 'getMyMerchant',
        summary: 'The shop I am working in',
        tags,
        response: { 200: Envelope(MerchantView) },
      },
    },
    async (request) => {
      const merchant = await loadMerchant(deps.sql, staffOf(request).merchantId)
      return ok(toMerchantView(merchant), deps.clock.now())
    },
  )

  app.get(
    '/admin/merchants',
    {
      config: { audience: 'admin', permission: 'merchant:read' },
      schema: {
        operationId: 'listMerchants',
        summary: 'Shops, newest first',
        tags,
        querystring: MerchantTableQuery,
        response: { 200: Envelope(TablePage(MerchantView)) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { items, total } = await listMerchants(deps.sql, filter, {
        skip: (page - 1) * pageSize,
        take: pageSize,
      })
      return ok({ items: items.map(toMerchantView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.put(
    '/admin/merchants/:id/status',
    {
      config: { audience: 'admin', permission: 'merchant:audit' },
      schema: {
        operationId: 'setMerchantStatus',
        summary: 'Suspend a shop or let it sell again',
        tags,
        params: IdParams,
        body: MerchantStatusBody,
        response: { 200: Envelope(MerchantView) },
      },
    },
    async (request) => {
      const { status, reason } = request.body
      const event = status === 'SUSPENDED' ? 'suspend' : 'resume'
      const merchantId = request.params.id
      const merchant = await inTransaction(deps, (work: Work) =>
        changeMerchantStatus(work, { merchantId, event, reason, origin: originOf(request) }),
      )
      return ok(toMerchantView(merchant), deps.clock.now())
    },
  )
}
