import { CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { createPromotion, deletePromotion, editPromotion, movePromotion } from './edit-promotion.ts'
import {
  PromotionBody,
  PromotionStatusBody,
  PromotionTable,
  PromotionTableQuery,
  PromotionView,
  toDraft,
  toPromotionView,
} from './promotion.schema.ts'
import { loadPromotion, pagePromotions } from './promotion.store.ts'

const tags = ['admin-promotions']
const AUDITED = new Set(['approve', 'reject'])

/** The console: drafting, review and schedule of promotions (A18). */
export const adminPromotionRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/promotions',
    {
      config: { audience: 'admin', permission: 'activity:read' },
      schema: {
        operationId: 'listAdminPromotions',
        summary: 'All promotions, newest first',
        tags,
        querystring: PromotionTableQuery,
        response: { 200: Envelope(PromotionTable) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { promotions, total } = await pagePromotions(deps.sql, filter, { page, pageSize })
      return ok({ items: promotions.map(toPromotionView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/promotions',
    {
      config: { audience: 'admin', permission: 'activity:write' },
      schema: {
        operationId: 'createPromotion',
        summary: 'A draft',
        tags,
        body: PromotionBody,
        response: { 201: Envelope(PromotionView) },
      },
    },
    async (request, reply) => {
      const adminId = adminOf(request).id
      const draft = toDraft(request.body)
      const promotion = await inTransaction(deps, (work: Work) => createPromotion(work, draft, adminId))
      return reply.code(201).send(created(toPromotionView(promotion), deps.clock.now()))
    },
  )

  app.get(
    '/admin/promotions/:id',
    {
      config: { audience: 'admin', permission: 'activity:read' },
      schema: {
        operationId: 'getPromotion',
        tags,
        params: IdParams,
        response: { 200: Envelope(PromotionView) },
      },
    },
    async (request) =>
      ok(toPromotionView(await loadPromotion(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/promotions/:id',
    {
      config: { audience: 'admin', permission: 'activity:write' },
      schema: {
        operationId: 'updatePromotion',
        summary: 'Once approved: the name, a later end, larger quotas',
        tags,
        params: IdParams,
        body: PromotionBody,
        response: { 200: Envelope(PromotionView) },
      },
    },
    async (request) => {
      const actor = { type: 'ADMIN', id: adminOf(request).id } as const
      const draft = toDraft(request.body)
      const promotion = await inTransaction(deps, (work: Work) => {
        work.afterCommit(() => deps.rules.drop())
        return editPromotion(work, request.params.id, { draft, actor })
      })
      return ok(toPromotionView(promotion), deps.clock.now())
    },
  )

  app.delete(
    '/admin/promotions/:id',
    {
      config: { audience: 'admin', permission: 'activity:write' },
      schema: {
        operationId: 'deletePromotion',
        summary: 'Only a draft',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      await inTransaction(deps, (work: Work) => deletePromotion(work, request.params.id))
      return ok(null, deps.clock.now())
    },
  )

  app.put(
    '/admin/promotions/:id/status',
    {
      config: { audience: 'admin', permission: 'activity:write' },
      schema: {
        operationId: 'movePromotion',
        summary: 'Submit, approve or reject (with activity:audit), pause, resume, end',
        tags,
        params: IdParams,
        body: PromotionStatusBody,
        response: { 200: Envelope(PromotionView) },
      },
    },
    async (request) => {
      const { id, permissions } = adminOf(request)
      const { event } = request.body
      if (AUDITED.has(event) && !permissions.has('activity:audit')) {
        throw CommonErrors.FORBIDDEN({ permission: 'activity:audit' })
      }
      const promotion = await inTransaction(deps, (work: Work) => {
        work.afterCommit(() => deps.rules.drop())
        return movePromotion(work, request.params.id, { ...request.body, actor: { type: 'ADMIN', id } })
      })
      return ok(toPromotionView(promotion), deps.clock.now())
    },
  )
}
