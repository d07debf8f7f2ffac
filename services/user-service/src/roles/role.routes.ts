import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { createRole } from './create-role.ts'
import { deleteRole } from './delete-role.ts'
import { editRole } from './edit-role.ts'
import { permissions } from './permission.ts'
import {
  CreateRoleBody,
  PermissionView,
  RoleQuery,
  RoleView,
  toRoleView,
  UpdateRoleBody,
} from './role.schema.ts'
import { listRoles } from './role.store.ts'

const tags = ['roles']

export const roleRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/permissions',
    {
      config: { audience: 'admin', permission: 'role:read' },
      schema: {
        operationId: 'listPermissions',
        summary: 'Every permission a role may hold',
        tags,
        response: { 200: Envelope(Type.Object({ items: Type.Array(PermissionView) })) },
      },
    },
    async () => {
      const items = permissions.map(({ code, label, audiences }) => ({
        code,
        label,
        audiences: [...audiences],
      }))
      return ok({ items }, deps.clock.now())
    },
  )

  app.get(
    '/admin/roles',
    {
      config: { audience: 'admin', permission: 'role:read' },
      schema: {
        operationId: 'listRoles',
        summary: 'Roles of the platform and of shops',
        tags,
        querystring: RoleQuery,
        response: { 200: Envelope(Type.Object({ items: Type.Array(RoleView) })) },
      },
    },
    async (request) => {
      const roles = await listRoles(deps.sql, request.query)
      return ok({ items: roles.map(toRoleView) }, deps.clock.now())
    },
  )

  app.post(
    '/admin/roles',
    {
      config: { audience: 'admin', permission: 'role:write' },
      schema: {
        operationId: 'createRole',
        summary: 'A new role, with permissions its maker holds',
        tags,
        body: CreateRoleBody,
        response: { 201: Envelope(Type.Object({ id: Type.String({ format: 'uuid' }) })) },
      },
    },
    async (request, reply) => {
      const giver = adminOf(request).permissions
      const id = await inTransaction(deps, (work: Work) =>
        createRole(work, { draft: request.body, giver, origin: originOf(request) }),
      )
      return reply.code(201).send(created({ id }, deps.clock.now()))
    },
  )

  app.put(
    '/admin/roles/:id',
    {
      config: { audience: 'admin', permission: 'role:write' },
      schema: {
        operationId: 'updateRole',
        summary: 'Change a role; its holders get the new powers within a second',
        tags,
        params: IdParams,
        body: UpdateRoleBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      const giver = adminOf(request).permissions
      await inTransaction(deps, (work: Work) =>
        editRole(work, {
          id,
          change: request.body,
          giver,
          origin: originOf(request),
          announce: deps.announce,
        }),
      )
      return ok(null, deps.clock.now())
    },
  )

  app.delete(
    '/admin/roles/:id',
    {
      config: { audience: 'admin', permission: 'role:write' },
      schema: {
        operationId: 'deleteRole',
        summary: 'Delete a role nobody holds',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      await inTransaction(deps, (work: Work) => deleteRole(work, { id, origin: originOf(request) }))
      return ok(null, deps.clock.now())
    },
  )
}
