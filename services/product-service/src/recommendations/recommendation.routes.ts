import { MINUTE_MS } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { envelopeText, sendAnswer } from '../catalogue/body.ts'
import { ListedProductView, toListedProductView } from '../catalogue/catalogue.schema.ts'
import type { Deps, Work } from '../deps.ts'
import { createRecommendation } from './create-recommendation.ts'
import { deleteRecommendation } from './delete-recommendation.ts'
import { editRecommendation } from './edit-recommendation.ts'
import { gatherSlot } from './gather-slot.ts'
import {
  CreateRecommendationBody,
  EditRecommendationBody,
  RecommendationView,
  recommendationOf,
  toRecommendationView,
} from './recommendation.schema.ts'
import { listRecommendations } from './recommendation.store.ts'
import { SLOTS } from './recommendation.ts'

const TTL_MS = 5 * MINUTE_MS
/** Groups come and go in activity-service, which does not tell us. */
const GROUP_TTL_MS = 10_000

const SlotQuery = Type.Object(
  {
    slot: Type.Enum(SLOTS),
    communityId: IdSchema,
    limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
  },
  { additionalProperties: false },
)

/** What the first pages show (P07). */
export const recommendationRoutes: Routes<Deps> = (app, deps) => {
  const tags = ['recommendations']
  const write = { audience: 'admin', permission: 'recommendation:write' } as const

  const change = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    inTransaction(deps, (work) => {
      work.afterCommit(deps.catalogue.forget)
      return run(work)
    })

  app.get(
    '/recommendations',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'listRecommendations',
        summary: 'The products of a slot, all of them in stock',
        tags,
        querystring: SlotQuery,
        response: { 200: Envelope(Type.Object({ items: Type.Array(ListedProductView) })) },
      },
    },
    (request, reply) => {
      const { slot, communityId, limit } = request.query
      const load = async () => {
        const found = await gatherSlot(deps, { slot, communityId, limit })
        const items = found.map((product) => toListedProductView(product, deps.storage.url))
        return envelopeText({ items }, deps.clock.now().getTime())
      }
      const ttlMs = slot === 'group' ? GROUP_TTL_MS : TTL_MS
      const cacheable = { key: `slot:${slot}:${communityId}:${limit}`, ttlMs, load }
      return sendAnswer(
        reply,
        deps.catalogue.answer(request.raw.url ?? '', () => cacheable),
      )
    },
  )

  app.get(
    '/admin/recommendation-slots',
    {
      config: { audience: 'admin', permission: 'product:read' },
      schema: {
        operationId: 'listRecommendationSlots',
        summary: 'What is pinned where',
        tags,
        querystring: Type.Object({ slot: Type.Optional(Type.Enum(SLOTS)) }, { additionalProperties: false }),
        response: { 200: Envelope(Type.Object({ items: Type.Array(RecommendationView) })) },
      },
    },
    async ({ query }) => {
      const rows = await listRecommendations(deps.db, query.slot)
      return ok({ items: rows.map(toRecommendationView) }, deps.clock.now())
    },
  )

  app.post(
    '/admin/recommendation-slots',
    {
      config: write,
      schema: {
        operationId: 'createRecommendationSlot',
        summary: 'Pin a product',
        tags,
        body: CreateRecommendationBody,
        response: { 201: Envelope(RecommendationView) },
      },
    },
    async ({ body }, reply) => {
      const { slot, productId, position, enabled } = body
      const content = { slot, productId, position, enabled, ...recommendationOf(body) }
      const pinned = await change((work) => createRecommendation(work, content))
      return reply.code(201).send(created(toRecommendationView(pinned), deps.clock.now()))
    },
  )

  app.put(
    '/admin/recommendation-slots/:id',
    {
      config: write,
      schema: {
        operationId: 'editRecommendationSlot',
        summary: 'Move or schedule a pinned product',
        tags,
        params: IdParams,
        body: EditRecommendationBody,
        response: { 200: Envelope(RecommendationView) },
      },
    },
    async ({ body, params }) => {
      const { version, position, enabled } = body
      const edit = { id: params.id, version, position, enabled, ...recommendationOf(body) }
      const pinned = await change((work) => editRecommendation(work, edit))
      return ok(toRecommendationView(pinned), deps.clock.now())
    },
  )

  app.delete(
    '/admin/recommendation-slots/:id',
    {
      config: write,
      schema: {
        operationId: 'deleteRecommendationSlot',
        summary: 'Unpin a product',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async ({ params }) => {
      await change((work) => deleteRecommendation(work, params.id))
      return ok(null, deps.clock.now())
    },
  )
}
