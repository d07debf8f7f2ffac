import { businessDay, CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import {
  AdminSlotView,
  CreateTemplateBody,
  EditSlotBody,
  SlotTableQuery,
  TemplateTableQuery,
  TemplateView,
  toAdminSlotView,
  toTemplateView,
  UpdateTemplateBody,
} from './slot.schema.ts'
import { editSlot, listSlots, loadSlot } from './slot.store.ts'
import {
  deleteTemplate,
  insertTemplate,
  listTemplates,
  loadTemplate,
  updateTemplate,
} from './slot-template.store.ts'
import type { SlotTemplateDraft } from './slot-template.ts'
import { syncSlots } from './sync-slots.ts'

const tags = ['delivery-slots']
const config = { audience: 'admin', permission: 'slot:write' } as const

/** Templates and the dated slots that come from them (D03). */
export const adminSlotRoutes: Routes<Deps> = (app, deps) => {
  const span = () => ({ from: businessDay(deps.clock.now()), days: deps.slotDaysAhead })

  app.get(
    '/admin/slot-templates',
    {
      config,
      schema: {
        operationId: 'listSlotTemplates',
        summary: 'Templates by community',
        tags,
        querystring: TemplateTableQuery,
        response: { 200: Envelope(TablePage(TemplateView)) },
      },
    },
    async (request) => {
      const { page, pageSize, communityId } = request.query
      const { items, total } = await listTemplates(deps.sql, {
        communityId,
        skip: (page - 1) * pageSize,
        take: pageSize,
      })
      return ok({ items: items.map(toTemplateView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/slot-templates',
    {
      config,
      schema: {
        operationId: 'createSlotTemplate',
        summary: 'Add a template; its slots are there at once',
        tags,
        body: CreateTemplateBody,
        response: { 201: Envelope(TemplateView) },
      },
    },
    async (request, reply) => {
      refuseEmptySpan(request.body)
      const template = await inTransaction(deps, async (work: Work) => {
        const saved = await insertTemplate(work, request.body)
        await syncSlots(work, [saved], span())
        return saved
      })
      return reply.code(201).send(created(toTemplateView(template), deps.clock.now()))
    },
  )

  app.get(
    '/admin/slot-templates/:id',
    {
      config,
      schema: {
        operationId: 'getSlotTemplate',
        summary: 'One template',
        tags,
        params: IdParams,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => ok(toTemplateView(await loadTemplate(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/slot-templates/:id',
    {
      config,
      schema: {
        operationId: 'updateSlotTemplate',
        summary: 'Change a template; its untouched slots follow, booked ones keep their hours',
        tags,
        params: IdParams,
        body: UpdateTemplateBody,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => {
      const { version, ...draft } = request.body
      refuseEmptySpan(draft)
      const ref = { id: request.params.id, version }
      const template = await inTransaction(deps, async (work: Work) => {
        const saved = await updateTemplate(work, ref, draft)
        await syncSlots(work, [saved], span())
        return saved
      })
      return ok(toTemplateView(template), deps.clock.now())
    },
  )

  app.delete(
    '/admin/slot-templates/:id',
    {
      config,
      schema: {
        operationId: 'deleteSlotTemplate',
        summary: 'Remove a template nobody ever booked',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      await inTransaction(deps, (work: Work) => deleteTemplate(work, request.params.id))
      return ok(null, deps.clock.now())
    },
  )

  app.get(
    '/admin/delivery-slots',
    {
      config,
      schema: {
        operationId: 'listAdminDeliverySlots',
        summary: 'Dated slots with what is booked',
        tags,
        querystring: SlotTableQuery,
        response: { 200: Envelope(TablePage(AdminSlotView)) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { communityId, mode, from, to } = filter
      const skip = (page - 1) * pageSize
      const { items, total } = await listSlots(deps.sql, {
        communityId,
        mode,
        from,
        to,
        skip,
        take: pageSize,
      })
      return ok({ items: items.map(toAdminSlotView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.get(
    '/admin/delivery-slots/:id',
    {
      config,
      schema: {
        operationId: 'getAdminDeliverySlot',
        summary: 'One dated slot',
        tags,
        params: IdParams,
        response: { 200: Envelope(AdminSlotView) },
      },
    },
    async (request) => ok(toAdminSlotView(await loadSlot(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/delivery-slots/:id',
    {
      config,
      schema: {
        operationId: 'editDeliverySlot',
        summary: 'Change one dated slot by hand; the generator leaves it alone from then on',
        tags,
        params: IdParams,
        body: EditSlotBody,
        response: { 200: Envelope(AdminSlotView) },
      },
    },
    async (request) => {
      const { version, ...edit } = request.body
      const ref = { id: request.params.id, version }
      const slot = await inTransaction(deps, (work: Work) => editSlot(work, ref, edit))
      return ok(toAdminSlotView(slot), deps.clock.now())
    },
  )
}

function refuseEmptySpan({ startTime, endTime }: Pick<SlotTemplateDraft, 'startTime' | 'endTime'>): void {
  if (endTime <= startTime) throw CommonErrors.INVALID_REQUEST({ field: 'endTime' })
}
