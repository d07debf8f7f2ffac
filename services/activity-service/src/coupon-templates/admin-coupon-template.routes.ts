import { CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { forgetSoldOut } from '../coupons/sold-out.client.ts'
import type { Deps, Work } from '../deps.ts'
import {
  TemplateBody,
  TemplateStatusBody,
  TemplateTable,
  TemplateTableQuery,
  TemplateView,
  toDraft,
  toTemplateView,
} from './coupon-template.schema.ts'
import { loadTemplate, pageTemplates } from './coupon-template.store.ts'
import { deleteCouponTemplate } from './delete-coupon-template.ts'
import { createCouponTemplate, editCouponTemplate, moveCouponTemplate } from './edit-coupon-template.ts'

const tags = ['admin-coupon-templates']
const AUDITED = new Set(['approve', 'reject'])

/** The console: every template, and the review of merchants' ones. */
export const adminCouponTemplateRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/coupon-templates',
    {
      config: { audience: 'admin', permission: 'coupon:read' },
      schema: {
        operationId: 'listAdminCouponTemplates',
        summary: 'All templates, newest first',
        tags,
        querystring: TemplateTableQuery,
        response: { 200: Envelope(TemplateTable) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { templates, total } = await pageTemplates(deps.sql, filter, { page, pageSize })
      return ok({ items: templates.map(toTemplateView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/coupon-templates',
    {
      config: { audience: 'admin', permission: 'coupon:write' },
      schema: {
        operationId: 'createCouponTemplate',
        summary: 'A draft',
        tags,
        body: TemplateBody,
        response: { 201: Envelope(TemplateView) },
      },
    },
    async (request, reply) => {
      const actor = { type: 'ADMIN', id: adminOf(request).id } as const
      const draft = toDraft(request.body)
      const template = await inTransaction(deps, (work: Work) => createCouponTemplate(work, draft, actor))
      return reply.code(201).send(created(toTemplateView(template), deps.clock.now()))
    },
  )

  app.get(
    '/admin/coupon-templates/:id',
    {
      config: { audience: 'admin', permission: 'coupon:read' },
      schema: {
        operationId: 'getCouponTemplate',
        tags,
        params: IdParams,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => ok(toTemplateView(await loadTemplate(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/coupon-templates/:id',
    {
      config: { audience: 'admin', permission: 'coupon:write' },
      schema: {
        operationId: 'updateCouponTemplate',
        summary: 'Once a coupon is issued its terms stay',
        tags,
        params: IdParams,
        body: TemplateBody,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => {
      const actor = { type: 'ADMIN', id: adminOf(request).id } as const
      const draft = toDraft(request.body)
      const template = await inTransaction(deps, (work: Work) =>
        editCouponTemplate(work, request.params.id, { draft, actor }),
      )
      await forgetSoldOut(deps, template.id)
      return ok(toTemplateView(template), deps.clock.now())
    },
  )

  app.delete(
    '/admin/coupon-templates/:id',
    {
      config: { audience: 'admin', permission: 'coupon:write' },
      schema: {
        operationId: 'deleteCouponTemplate',
        summary: 'Only a draft nobody holds a coupon of',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      await inTransaction(deps, (work: Work) => deleteCouponTemplate(work, request.params.id))
      return ok(null, deps.clock.now())
    },
  )

  app.put(
    '/admin/coupon-templates/:id/status',
    {
      config: { audience: 'admin', permission: 'coupon:write' },
      schema: {
        operationId: 'moveCouponTemplate',
        summary: 'Submit, approve or reject (with activity:audit), pause, resume, end',
        tags,
        params: IdParams,
        body: TemplateStatusBody,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => {
      const { id, permissions } = adminOf(request)
      const { event } = request.body
      if (AUDITED.has(event) && !permissions.has('activity:audit'))
        throw CommonErrors.FORBIDDEN({ permission: 'activity:audit' })
      const template = await inTransaction(deps, (work: Work) =>
        moveCouponTemplate(work, request.params.id, { ...request.body, actor: { type: 'ADMIN', id } }),
      )
      return ok(toTemplateView(template), deps.clock.now())
    },
  )
}
