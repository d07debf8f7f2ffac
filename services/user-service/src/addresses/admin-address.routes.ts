import { inTransaction } from '@linli/events'
import { Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Deps, Work } from '../deps.ts'
import {
  AdminAddressView,
  RevealAddressesBody,
  RevealedAddressView,
  toAdminAddressView,
  toRevealedAddressView,
} from './address.schema.ts'
import { listAddresses } from './address.store.ts'

const tags = ['users']

/** Where a resident has things brought to, for the platform's staff: masked, until a recorded reason is given. */
export const adminAddressRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/users/:id/addresses',
    {
      config: { audience: 'admin', permission: 'user:read' },
      schema: {
        operationId: 'listAddressesOfUser',
        summary: 'Addresses of a resident, masked, the default first',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Object({ items: Type.Array(AdminAddressView) })) },
      },
    },
    async (request) => {
      const addresses = await listAddresses(deps.sql, request.params.id)
      const items = addresses.map((address) => toAdminAddressView(address, deps.vault))
      return ok({ items }, deps.clock.now())
    },
  )

  app.post(
    '/admin/users/:id/addresses/pii-reveals',
    {
      config: {
        audience: 'admin',
        permission: 'user:pii:reveal',
        limit: { name: 'pii-reveal', max: 30, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'revealAddresses',
        summary: 'Addresses of a resident in clear; who asked and why is recorded first',
        tags,
        params: IdParams,
        body: RevealAddressesBody,
        response: { 200: Envelope(Type.Object({ items: Type.Array(RevealedAddressView) })) },
      },
    },
    async (request) => {
      const targetId = request.params.id
      await inTransaction(deps, (work: Work) =>
        writeAuditLog(work, {
          action: 'user.pii.reveal',
          targetType: 'user',
          targetId,
          details: { field: 'ADDRESSES', reason: request.body.reason },
          origin: originOf(request),
        }),
      )
      const addresses = await listAddresses(deps.sql, targetId)
      const items = addresses.map((address) => toRevealedAddressView(address, deps.vault))
      return ok({ items }, deps.clock.now())
    },
  )
}
