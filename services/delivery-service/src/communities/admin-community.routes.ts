import { isAppError } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import {
  AdminCommunityView,
  CommunityTableQuery,
  CreateCommunityBody,
  ImportCommunitiesBody,
  ImportView,
  toAdminCommunityView,
  UpdateCommunityBody,
} from './community.schema.ts'
import {
  deleteCommunity,
  insertCommunity,
  listCommunities,
  loadCommunity,
  updateCommunity,
} from './community.store.ts'

const tags = ['communities']
const read = { audience: 'admin', permission: 'community:read' } as const
const write = { audience: 'admin', permission: 'community:write' } as const

export const adminCommunityRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/communities',
    {
      config: read,
      schema: {
        operationId: 'listAdminCommunities',
        summary: 'Communities of every status, newest first',
        tags,
        querystring: CommunityTableQuery,
        response: { 200: Envelope(TablePage(AdminCommunityView)) },
      },
    },
    async (request) => {
      const { page, pageSize, keyword, status } = request.query
      const skip = (page - 1) * pageSize
      const { items, total } = await listCommunities(deps.sql, { keyword, status, skip, take: pageSize })
      return ok({ items: items.map(toAdminCommunityView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/communities',
    {
      config: write,
      schema: {
        operationId: 'createCommunity',
        summary: 'Add a community with its fence or radius',
        tags,
        body: CreateCommunityBody,
        response: { 201: Envelope(AdminCommunityView) },
      },
    },
    async (request, reply) => {
      const community = await inTransaction(deps, (work: Work) => insertCommunity(work, request.body))
      return reply.code(201).send(created(toAdminCommunityView(community), deps.clock.now()))
    },
  )

  app.post(
    '/admin/communities/imports',
    {
      config: write,
      schema: {
        operationId: 'importCommunities',
        summary: 'Add many; those that are there already are named and skipped',
        tags,
        body: ImportCommunitiesBody,
        response: { 201: Envelope(ImportView) },
      },
    },
    async (request, reply) => {
      const createdIds: string[] = []
      const refused: { index: number; name: string; code: number }[] = []
      for (const [index, draft] of request.body.communities.entries()) {
        try {
          createdIds.push((await inTransaction(deps, (work: Work) => insertCommunity(work, draft))).id)
        } catch (error) {
          if (!isAppError(error) || error.kind === 'internal') throw error
          refused.push({ index, name: draft.name, code: error.code })
        }
      }
      return reply.code(201).send(created({ createdIds, refused }, deps.clock.now()))
    },
  )

  app.get(
    '/admin/communities/:id',
    {
      config: read,
      schema: {
        operationId: 'getAdminCommunity',
        summary: 'One community with its fence',
        tags,
        params: IdParams,
        response: { 200: Envelope(AdminCommunityView) },
      },
    },
    async (request) =>
      ok(toAdminCommunityView(await loadCommunity(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/communities/:id',
    {
      config: write,
      schema: {
        operationId: 'updateCommunity',
        summary: 'Change a community, its fence or its status',
        tags,
        params: IdParams,
        body: UpdateCommunityBody,
        response: { 200: Envelope(AdminCommunityView) },
      },
    },
    async (request) => {
      const { version, ...draft } = request.body
      const { id } = request.params
      const community = await inTransaction(deps, (work: Work) =>
        updateCommunity(work, { id, version }, draft),
      )
      return ok(toAdminCommunityView(community), deps.clock.now())
    },
  )

  app.delete(
    '/admin/communities/:id',
    {
      config: write,
      schema: {
        operationId: 'deleteCommunity',
        summary: 'Remove a community nothing hangs on',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      await inTransaction(deps, (work: Work) => deleteCommunity(work, request.params.id))
      return ok(null, deps.clock.now())
    },
  )
}
