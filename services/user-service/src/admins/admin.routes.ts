import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import { checkPassword, normalizeLogin } from '../credentials/credential.ts'
import type { Deps, Work } from '../deps.ts'
import { addAdmin } from './add-admin.ts'
import {
  AdminProfileView,
  AdminTableQuery,
  AdminView,
  CreateAdminBody,
  toAdminProfileView,
  toAdminView,
  UpdateAdminBody,
} from './admin.schema.ts'
import { listAdmins, loadAdmin } from './admin.store.ts'
import { editAdmin } from './edit-admin.ts'

const tags = ['admins']

export const adminRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/admins/me',
    {
      config: { audience: 'admin' },
      schema: {
        operationId: 'getAdminMe',
        summary: 'Who I am and what I may do',
        tags,
        response: { 200: Envelope(AdminProfileView) },
      },
    },
    async (request) =>
      ok(toAdminProfileView(await loadAdmin(deps.sql, adminOf(request).id)), deps.clock.now()),
  )

  app.get(
    '/admin/admins',
    {
      config: { audience: 'admin', permission: 'admin:read' },
      schema: {
        operationId: 'listAdmins',
        summary: 'Administrators, newest first',
        tags,
        querystring: AdminTableQuery,
        response: { 200: Envelope(TablePage(AdminView)) },
      },
    },
    async (request) => {
      const { page, pageSize } = request.query
      const { items, total } = await listAdmins(deps.sql, { skip: (page - 1) * pageSize, take: pageSize })
      return ok({ items: items.map(toAdminView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/admins',
    {
      config: { audience: 'admin', permission: 'admin:write' },
      schema: {
        operationId: 'createAdmin',
        summary: 'A new administrator with a first password',
        tags,
        body: CreateAdminBody,
        response: { 201: Envelope(AdminView) },
      },
    },
    async (request, reply) => {
      const { name, password, roles } = request.body
      const login = normalizeLogin(request.body.login)
      checkPassword(password, login)
      const passwordHash = await deps.passwords.hash(password)
      const giver = adminOf(request).permissions
      const admin = await inTransaction(deps, async (work: Work) => {
        const id = await addAdmin(work, {
          name,
          login,
          passwordHash,
          roles,
          giver,
          origin: originOf(request),
        })
        return loadAdmin(work.sql, id)
      })
      return reply.code(201).send(created(toAdminView(admin), deps.clock.now()))
    },
  )

  app.get(
    '/admin/admins/:id',
    {
      config: { audience: 'admin', permission: 'admin:read' },
      schema: {
        operationId: 'getAdmin',
        summary: 'One administrator',
        tags,
        params: IdParams,
        response: { 200: Envelope(AdminProfileView) },
      },
    },
    async (request) => ok(toAdminProfileView(await loadAdmin(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/admins/:id',
    {
      config: { audience: 'admin', permission: 'admin:write' },
      schema: {
        operationId: 'updateAdmin',
        summary: 'Change name, roles, status or first password; effective within a second',
        tags,
        params: IdParams,
        body: UpdateAdminBody,
        response: { 200: Envelope(AdminView) },
      },
    },
    async (request) => {
      const { id } = request.params
      const { password, ...change } = request.body
      const { login } = await loadAdmin(deps.sql, id)
      if (password !== undefined) checkPassword(password, login)
      const passwordHash = password === undefined ? undefined : await deps.passwords.hash(password)
      const edit = { ...change, ...(passwordHash !== undefined && { passwordHash }) }
      const giver = adminOf(request).permissions
      const admin = await inTransaction(deps, async (work: Work) => {
        await editAdmin(work, { id, edit, giver, origin: originOf(request), announce: deps.announce })
        return loadAdmin(work.sql, id)
      })
      return ok(toAdminView(admin), deps.clock.now())
    },
  )

  app.delete(
    '/admin/admins/:id',
    {
      config: { audience: 'admin', permission: 'admin:write' },
      schema: {
        operationId: 'deleteAdmin',
        summary: 'Remove an administrator; the last super administrator stays',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      const giver = adminOf(request).permissions
      const removal = {
        id,
        edit: { status: 'REMOVED' as const },
        giver,
        origin: originOf(request),
        announce: deps.announce,
      }
      await inTransaction(deps, (work: Work) => editAdmin(work, removal))
      return ok(null, deps.clock.now())
    },
  )
}
