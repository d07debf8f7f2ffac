import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { createPopup, deletePopup, editPopup, movePopup } from './edit-popup.ts'
import {
  AdminPopupView,
  CreatePopupBody,
  EditPopupBody,
  PopupStatisticsView,
  PopupStatusBody,
  PopupTable,
  PopupTableQuery,
  popupOf,
  toAdminPopupView,
  toStatisticsView,
} from './popup.schema.ts'
import { findPopup, listDays, pagePopups } from './popup.store.ts'

const tags = ['admin-popups']

/** The console: what comes up, to whom, when and how often (A01). */
export const adminPopupRoutes: Routes<Deps> = (app, deps) => {
  const read = { audience: 'admin', permission: 'activity:read' } as const
  const write = { audience: 'admin', permission: 'activity:write' } as const

  const change = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    inTransaction(deps, (work: Work) => {
      work.afterCommit(deps.popups.forget)
      return run(work)
    })

  app.get(
    '/admin/popups',
    {
      config: read,
      schema: {
        operationId: 'listPopups',
        summary: 'All popups, newest first',
        tags,
        querystring: PopupTableQuery,
        response: { 200: Envelope(PopupTable) },
      },
    },
    async ({ query }) => {
      const { page, pageSize } = query
      const { popups, total } = await pagePopups(deps.db, query)
      return ok({ items: popups.map(toAdminPopupView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/popups',
    {
      config: write,
      schema: {
        operationId: 'createPopup',
        summary: 'A new popup, paused',
        tags,
        body: CreatePopupBody,
        response: { 201: Envelope(AdminPopupView) },
      },
    },
    async (request, reply) => {
      const { id: adminId } = adminOf(request)
      const popup = await change((work) => createPopup(work, popupOf(request.body), { adminId }))
      return reply.code(201).send(created(toAdminPopupView(popup), deps.clock.now()))
    },
  )

  app.get(
    '/admin/popups/:id',
    {
      config: read,
      schema: {
        operationId: 'getPopup',
        tags,
        params: IdParams,
        response: { 200: Envelope(AdminPopupView) },
      },
    },
    async ({ params }) => {
      const popup = await findPopup(deps.db, params.id)
      if (!popup) throw ActivityErrors.POPUP_NOT_FOUND({ popupId: params.id })
      return ok(toAdminPopupView(popup), deps.clock.now())
    },
  )

  app.put(
    '/admin/popups/:id',
    {
      config: write,
      schema: {
        operationId: 'updatePopup',
        tags,
        params: IdParams,
        body: EditPopupBody,
        response: { 200: Envelope(AdminPopupView) },
      },
    },
    async (request) => {
      const { id: adminId } = adminOf(request)
      const { version, ...body } = request.body
      const edit = { ...popupOf(body), id: request.params.id, version }
      return ok(
        toAdminPopupView(await change((work) => editPopup(work, edit, { adminId }))),
        deps.clock.now(),
      )
    },
  )

  app.put(
    '/admin/popups/:id/status',
    {
      config: write,
      schema: {
        operationId: 'movePopup',
        summary: 'Show it, or hide it at once everywhere',
        tags,
        params: IdParams,
        body: PopupStatusBody,
        response: { 200: Envelope(AdminPopupView) },
      },
    },
    async (request) => {
      const { id: adminId } = adminOf(request)
      const moving = { id: request.params.id, status: request.body.status }
      return ok(
        toAdminPopupView(await change((work) => movePopup(work, moving, { adminId }))),
        deps.clock.now(),
      )
    },
  )

  app.delete(
    '/admin/popups/:id',
    {
      config: write,
      schema: {
        operationId: 'deletePopup',
        summary: 'With its statistics',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async ({ params }) => {
      await change((work) => deletePopup(work, params.id))
      return ok(null, deps.clock.now())
    },
  )

  app.get(
    '/admin/popups/:id/statistics',
    {
      config: read,
      schema: {
        operationId: 'getPopupStatistics',
        summary: 'How often it was seen, tapped and closed',
        tags,
        params: IdParams,
        response: { 200: Envelope(PopupStatisticsView) },
      },
    },
    async ({ params }) => ok(toStatisticsView(await listDays(deps.sql, params.id)), deps.clock.now()),
  )
}
