import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, staffOf } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import {
  MerchantTemplateBody,
  MerchantTemplateQuery,
  MerchantTemplateStatusBody,
  TemplateTable,
  TemplateView,
  toMerchantDraft,
  toTemplateView,
} from './coupon-template.schema.ts'
import { pageTemplates } from './coupon-template.store.ts'
import { createCouponTemplate, moveCouponTemplate } from './edit-coupon-template.ts'

const tags = ['merchant-coupon-templates']

/** Coupons a merchant pays for: own ones only, approved by the platform. */
export const merchantCouponTemplateRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/coupon-templates',
    {
      config: { audience: 'merchant', permission: 'coupon:read' },
      schema: {
        operationId: 'listMerchantCouponTemplates',
        summary: 'Own templates, newest first',
        tags,
        querystring: MerchantTemplateQuery,
        response: { 200: Envelope(TemplateTable) },
      },
    },
    async (request) => {
      const { page, pageSize, status } = request.query
      const filter = { status, merchantId: staffOf(request).merchantId }
      const { templates, total } = await pageTemplates(deps.sql, filter, { page, pageSize })
      return ok({ items: templates.map(toTemplateView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/merchant/coupon-templates',
    {
      config: { audience: 'merchant', permission: 'coupon:write' },
      schema: {
        operationId: 'createMerchantCouponTemplate',
        summary: 'A draft, funded by the merchant',
        tags,
        body: MerchantTemplateBody,
        response: { 201: Envelope(TemplateView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const draft = toMerchantDraft(request.body, staff.merchantId)
      const template = await inTransaction(deps, (work: Work) =>
        createCouponTemplate(work, draft, { type: 'STAFF', id: staff.id }),
      )
      return reply.code(201).send(created(toTemplateView(template), deps.clock.now()))
    },
  )

  app.put(
    '/merchant/coupon-templates/:id/status',
    {
      config: { audience: 'merchant', permission: 'coupon:write' },
      schema: {
        operationId: 'moveMerchantCouponTemplate',
        summary: 'Submit for review, pause, resume, end',
        tags,
        params: IdParams,
        body: MerchantTemplateStatusBody,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => {
      const { id, merchantId } = staffOf(request)
      const template = await inTransaction(deps, (work: Work) =>
        moveCouponTemplate(work, request.params.id, {
          ...request.body,
          merchantId,
          actor: { type: 'STAFF', id },
        }),
      )
      return ok(toTemplateView(template), deps.clock.now())
    },
  )
}
