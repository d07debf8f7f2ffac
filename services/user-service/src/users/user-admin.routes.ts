import { inTransaction } from '@linli/events'
import { Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { originOf } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { changeUserStatus } from './change-user-status.ts'
import { setUserTags } from './set-user-tags.ts'
import {
  AdminUserView,
  RevealBody,
  RevealView,
  toAdminUserView,
  UserStatusBody,
  UserTableQuery,
  UserTagsBody,
} from './user.schema.ts'
import { listUsers, loadUser } from './user.store.ts'
import type { User } from './user.ts'
import { listTagsOf } from './user-tags.store.ts'

const tags = ['users']

/** What the platform's staff see and change of residents. */
export const userAdminRoutes: Routes<Deps> = (app, deps) => {
  const viewsOf = async (users: readonly User[]) => {
    const found = await listTagsOf(
      deps.sql,
      users.map(({ id }) => id),
    )
    return users.map((user) => toAdminUserView(user, deps.vault, found.get(user.id) ?? []))
  }
  const viewOf = async (user: User) => {
    const tagged = await listTagsOf(deps.sql, [user.id])
    return toAdminUserView(user, deps.vault, tagged.get(user.id) ?? [])
  }

  app.get(
    '/admin/users',
    {
      config: { audience: 'admin', permission: 'user:read' },
      schema: {
        operationId: 'listUsers',
        summary: 'Residents, newest first',
        tags,
        querystring: UserTableQuery,
        response: { 200: Envelope(TablePage(AdminUserView)) },
      },
    },
    async (request) => {
      const { page, pageSize, phone, ...equal } = request.query
      const filter = { ...equal, ...(phone !== undefined && { phoneIndex: deps.vault.index(phone) }) }
      const { items, total } = await listUsers(deps.sql, filter, {
        skip: (page - 1) * pageSize,
        take: pageSize,
      })
      return ok({ items: await viewsOf(items), total, page, pageSize }, deps.clock.now())
    },
  )

  app.get(
    '/admin/users/:id',
    {
      config: { audience: 'admin', permission: 'user:read' },
      schema: {
        operationId: 'getUser',
        summary: 'One resident, masked',
        tags,
        params: IdParams,
        response: { 200: Envelope(AdminUserView) },
      },
    },
    async (request) => {
      const user = await loadUser(deps.sql, request.params.id)
      return ok(await viewOf(user), deps.clock.now())
    },
  )

  app.put(
    '/admin/users/:id/status',
    {
      config: { audience: 'admin', permission: 'user:write' },
      schema: {
        operationId: 'setUserStatus',
        summary: 'Ban a resident or lift the ban; a ban ends every session within a second',
        tags,
        params: IdParams,
        body: UserStatusBody,
        response: { 200: Envelope(AdminUserView) },
      },
    },
    async (request) => {
      const { status, reason, until } = request.body
      const user = await inTransaction(deps, (work: Work) =>
        changeUserStatus(work, {
          userId: request.params.id,
          event: status === 'DISABLED' ? 'disable' : 'enable',
          reason,
          until: until === undefined ? null : new Date(until),
          origin: originOf(request),
          announce: deps.announce,
        }),
      )
      return ok(await viewOf(user), deps.clock.now())
    },
  )

  app.put(
    '/admin/users/:id/tags',
    {
      config: { audience: 'admin', permission: 'tag:write' },
      schema: {
        operationId: 'setUserTags',
        summary: 'Gives a resident these tags, and takes the others',
        tags,
        params: IdParams,
        body: UserTagsBody,
        response: { 200: Envelope(AdminUserView) },
      },
    },
    async (request) => {
      const { id: userId } = request.params
      const setting = { userId, tagIds: request.body.tagIds, origin: originOf(request) }
      await inTransaction(deps, (work: Work) => setUserTags(work, setting))
      return ok(await viewOf(await loadUser(deps.sql, userId)), deps.clock.now())
    },
  )

  app.post(
    '/admin/users/:id/pii-reveals',
    {
      config: {
        audience: 'admin',
        permission: 'user:pii:reveal',
        limit: { name: 'pii-reveal', max: 30, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'revealPersonalData',
        summary: 'Personal data in clear; who asked for what and why is recorded first',
        tags,
        params: IdParams,
        body: RevealBody,
        response: { 200: Envelope(RevealView) },
      },
    },
    async (request) => {
      const { field, reason } = request.body
      const targetId = request.params.id
      const user = await loadUser(deps.sql, targetId)
      const sealed = field === 'PHONE' ? user.phoneSealed : user.identitySealed
      if (sealed === null) throw UserErrors.PII_NOT_PRESENT({ field })
      await inTransaction(deps, (work: Work) =>
        writeAuditLog(work, {
          action: 'user.pii.reveal',
          targetType: 'user',
          targetId,
          details: { field, reason },
          origin: originOf(request),
        }),
      )
      const plain = deps.vault.open(sealed)
      const revealed =
        field === 'PHONE' ? { phone: plain } : (JSON.parse(plain) as { realName: string; idNumber: string })
      return ok(revealed, deps.clock.now())
    },
  )
}
