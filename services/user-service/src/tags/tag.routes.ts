import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { createTag } from './create-tag.ts'
import { deleteTag } from './delete-tag.ts'
import { editTag } from './edit-tag.ts'
import { TagBody, TagView } from './tag.schema.ts'
import { listTags } from './tag.store.ts'

const tags = ['tags']

/** Groups of residents, made by hand (FA03). */
export const tagRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/tags',
    {
      config: { audience: 'admin', permission: 'user:read' },
      schema: {
        operationId: 'listTags',
        summary: 'All tags, each with how many residents have it',
        tags,
        response: { 200: Envelope(Type.Object({ items: Type.Array(TagView) })) },
      },
    },
    async () => ok({ items: await listTags(deps.sql) }, deps.clock.now()),
  )

  app.post(
    '/admin/tags',
    {
      config: { audience: 'admin', permission: 'tag:write' },
      schema: {
        operationId: 'createTag',
        tags,
        body: TagBody,
        response: { 201: Envelope(Type.Object({ id: IdSchema })) },
      },
    },
    async (request, reply) => {
      const { name } = request.body
      const origin = originOf(request)
      const id = await inTransaction(deps, (work: Work) => createTag(work, { name, origin }))
      return reply.code(201).send(created({ id }, deps.clock.now()))
    },
  )

  app.put(
    '/admin/tags/:id',
    {
      config: { audience: 'admin', permission: 'tag:write' },
      schema: {
        operationId: 'updateTag',
        tags,
        params: IdParams,
        body: TagBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const edit = { id: request.params.id, name: request.body.name, origin: originOf(request) }
      await inTransaction(deps, (work: Work) => editTag(work, edit))
      return ok(null, deps.clock.now())
    },
  )

  app.delete(
    '/admin/tags/:id',
    {
      config: { audience: 'admin', permission: 'tag:write' },
      schema: {
        operationId: 'deleteTag',
        summary: 'Takes the tag from everybody',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      await inTransaction(deps, (work: Work) => deleteTag(work, { id, origin: originOf(request) }))
      return ok(null, deps.clock.now())
    },
  )
}
