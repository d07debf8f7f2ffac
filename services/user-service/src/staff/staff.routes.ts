import { inTransaction } from '@linli/events'
import {
  created,
  decodeCursor,
  Envelope,
  encodeCursor,
  IdParams,
  ok,
  Page,
  type Routes,
  staffOf,
} from '@linli/http'
import { type Static, Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import { checkPassword, normalizeLogin } from '../credentials/credential.ts'
import type { Deps, Work } from '../deps.ts'
import { sealPhone } from '../personal-data/vault.ts'
import { addStaff } from './add-staff.ts'
import { editStaff } from './edit-staff.ts'
import { gatherPickupPoints } from './gather-pickup-points.ts'
import { removeStaff } from './remove-staff.ts'
import { CreateStaffBody, StaffQuery, StaffView, toStaffView, UpdateStaffBody } from './staff.schema.ts'
import { listMembers, loadMember } from './staff.store.ts'

const tags = ['staff']

/** The staff of one's own shop, where another shop's are not found; the platform sees those of every shop (FA04). */
export const staffRoutes: Routes<Deps> = (app, deps) => {
  const pageOf = async (merchantId: string, { limit, cursor }: Static<typeof StaffQuery>) => {
    const [before] = cursor === undefined ? [] : decodeCursor(cursor, 1)
    const members = await listMembers(deps.sql, {
      merchantId,
      ...(before !== undefined && { before: String(before) }),
      limit: limit + 1,
    })
    const items = members.slice(0, limit)
    const last = members.length > limit ? items.at(-1) : undefined
    const nextCursor = last ? encodeCursor([last.id]) : null
    return ok({ items: items.map((member) => toStaffView(member, deps.vault)), nextCursor }, deps.clock.now())
  }

  app.get(
    '/merchant/staff',
    {
      config: { audience: 'merchant', permission: 'staff:read' },
      schema: {
        operationId: 'listStaff',
        summary: 'The staff of my shop, newest first',
        tags,
        querystring: StaffQuery,
        response: { 200: Envelope(Page(StaffView)) },
      },
    },
    (request) => pageOf(staffOf(request).merchantId, request.query),
  )

  app.get(
    '/admin/merchants/:id/staff',
    {
      config: { audience: 'admin', permission: 'merchant:read' },
      schema: {
        operationId: 'listStaffOfMerchant',
        summary: 'The staff of a shop, newest first',
        tags: ['merchants'],
        params: IdParams,
        querystring: StaffQuery,
        response: { 200: Envelope(Page(StaffView)) },
      },
    },
    (request) => pageOf(request.params.id, request.query),
  )

  app.post(
    '/merchant/staff',
    {
      config: { audience: 'merchant', permission: 'staff:write' },
      schema: {
        operationId: 'createStaff',
        summary: 'A new staff member with a first password; roles up to my own powers',
        tags,
        body: CreateStaffBody,
        response: { 201: Envelope(StaffView) },
      },
    },
    async (request, reply) => {
      const { name, password, phone, roles, pickupPointIds = [] } = request.body
      const login = normalizeLogin(request.body.login)
      checkPassword(password, login)
      const { merchantId, permissions: giver } = staffOf(request)
      await gatherPickupPoints(deps, pickupPointIds)
      const adding = {
        merchantId,
        name,
        phone: phone === undefined ? undefined : sealPhone(deps.vault, phone),
        login,
        passwordHash: await deps.passwords.hash(password),
        roles,
        pickupPointIds,
        giver,
        origin: originOf(request),
      }
      const member = await inTransaction(deps, async (work: Work) => {
        const staffId = await addStaff(work, adding)
        return loadMember(work.sql, { staffId, merchantId })
      })
      return reply.code(201).send(created(toStaffView(member, deps.vault), deps.clock.now()))
    },
  )

  app.put(
    '/merchant/staff/:id',
    {
      config: { audience: 'merchant', permission: 'staff:write' },
      schema: {
        operationId: 'updateStaff',
        summary: 'Change name, roles, pickup points or first password; effective within a second',
        tags,
        params: IdParams,
        body: UpdateStaffBody,
        response: { 200: Envelope(StaffView) },
      },
    },
    async (request) => {
      const { merchantId, permissions: giver } = staffOf(request)
      const staffId = request.params.id
      const { password, ...change } = request.body
      const { login } = await loadMember(deps.sql, { staffId, merchantId })
      if (password !== undefined) checkPassword(password, login)
      await gatherPickupPoints(deps, change.pickupPointIds ?? [])
      const passwordHash = password === undefined ? undefined : await deps.passwords.hash(password)
      const edit = { ...change, ...(passwordHash !== undefined && { passwordHash }) }
      const member = await inTransaction(deps, async (work: Work) => {
        await editStaff(work, {
          staffId,
          merchantId,
          edit,
          giver,
          origin: originOf(request),
          announce: deps.announce,
        })
        return loadMember(work.sql, { staffId, merchantId })
      })
      return ok(toStaffView(member, deps.vault), deps.clock.now())
    },
  )

  app.delete(
    '/merchant/staff/:id',
    {
      config: { audience: 'merchant', permission: 'staff:write' },
      schema: {
        operationId: 'deleteStaff',
        summary: 'Take somebody out of my shop; their tokens end within a second',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { merchantId, permissions: giver } = staffOf(request)
      const removing = {
        staffId: request.params.id,
        merchantId,
        giver,
        origin: originOf(request),
        announce: deps.announce,
      }
      await inTransaction(deps, (work: Work) => removeStaff(work, removing))
      return ok(null, deps.clock.now())
    },
  )
}
