import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, IdSchema, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { createLevel } from './create-level.ts'
import { deleteLevel } from './delete-level.ts'
import { editLevel } from './edit-level.ts'
import {
  EditLevelBody,
  LevelBody,
  LevelView,
  StandingView,
  toLevelViews,
  toStandingView,
} from './level.schema.ts'
import { countByLevel, findGrowth, listLevels } from './level.store.ts'
import { standingOf } from './level.ts'

const tags = ['levels']

/** What residents reach by buying (U17), and where they stand. */
export const levelRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/users/me/level',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getMyLevel',
        summary: 'My level, and what is missing to the next',
        tags,
        response: { 200: Envelope(StandingView) },
      },
    },
    async (request) => {
      const [levels, growthFen] = await Promise.all([
        listLevels(deps.sql),
        findGrowth(deps.sql, userOf(request).id),
      ])
      return ok(toStandingView(standingOf(levels, growthFen), growthFen), deps.clock.now())
    },
  )

  app.get(
    '/admin/levels',
    {
      config: { audience: 'admin', permission: 'user:read' },
      schema: {
        operationId: 'listLevels',
        summary: 'All levels, the lowest first, each with how many residents have it',
        tags,
        response: { 200: Envelope(Type.Object({ items: Type.Array(LevelView) })) },
      },
    },
    async () => {
      const [levels, users] = await Promise.all([listLevels(deps.sql), countByLevel(deps.sql)])
      return ok({ items: toLevelViews(levels, users) }, deps.clock.now())
    },
  )

  app.post(
    '/admin/levels',
    {
      config: { audience: 'admin', permission: 'level:write' },
      schema: {
        operationId: 'createLevel',
        summary: 'One level more; everybody is given the level of their growth at once',
        tags,
        body: LevelBody,
        response: { 201: Envelope(Type.Object({ id: IdSchema })) },
      },
    },
    async (request, reply) => {
      const creation = { ...request.body, origin: originOf(request) }
      const id = await inTransaction(deps, (work: Work) => createLevel(work, creation))
      return reply.code(201).send(created({ id }, deps.clock.now()))
    },
  )

  app.put(
    '/admin/levels/:id',
    {
      config: { audience: 'admin', permission: 'level:write' },
      schema: {
        operationId: 'updateLevel',
        summary: 'Another name or threshold; everybody is given the level of their growth at once',
        tags,
        params: IdParams,
        body: EditLevelBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const edit = { id: request.params.id, ...request.body, origin: originOf(request) }
      await inTransaction(deps, (work: Work) => editLevel(work, edit))
      return ok(null, deps.clock.now())
    },
  )

  app.delete(
    '/admin/levels/:id',
    {
      config: { audience: 'admin', permission: 'level:write' },
      schema: {
        operationId: 'deleteLevel',
        summary: 'Who had it has the one below',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      await inTransaction(deps, (work: Work) => deleteLevel(work, { id, origin: originOf(request) }))
      return ok(null, deps.clock.now())
    },
  )
}
