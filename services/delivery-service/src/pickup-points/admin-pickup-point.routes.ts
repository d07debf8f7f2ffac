import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import {
  CreatePointBody,
  FullPointView,
  PointTableQuery,
  StaffBody,
  StaffView,
  StatusBody,
  toFullPointView,
  toStaffView,
  UpdatePointBody,
} from './pickup-point.schema.ts'
import {
  insertPoint,
  listPoints,
  listStaff,
  loadPoint,
  replaceStaff,
  setPointStatus,
  updatePoint,
} from './pickup-point.store.ts'
import { scopeHolds } from './pickup-point.ts'

const tags = ['pickup-points']
const read = { audience: 'admin', permission: 'pickup-point:read' } as const
const write = { audience: 'admin', permission: 'pickup-point:write' } as const

export const adminPickupPointRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/pickup-points',
    {
      config: read,
      schema: {
        operationId: 'listAdminPickupPoints',
        summary: 'Points of every status, newest first',
        tags,
        querystring: PointTableQuery,
        response: { 200: Envelope(TablePage(FullPointView)) },
      },
    },
    async (request) => {
      const at = deps.clock.now()
      const { page, pageSize, communityId, status } = request.query
      const filter = { communityId, status, at, skip: (page - 1) * pageSize, take: pageSize }
      const { items, total } = await listPoints(deps.sql, filter)
      return ok({ items: items.map((point) => toFullPointView(point, at)), total, page, pageSize }, at)
    },
  )

  app.post(
    '/admin/pickup-points',
    {
      config: write,
      schema: {
        operationId: 'createPickupPoint',
        summary: 'Add a point to a community',
        tags,
        body: CreatePointBody,
        response: { 201: Envelope(FullPointView) },
      },
    },
    async (request, reply) => {
      const point = await inTransaction(deps, (work: Work) => insertPoint(work, request.body))
      return reply.code(201).send(created(toFullPointView(point, deps.clock.now()), deps.clock.now()))
    },
  )

  app.get(
    '/admin/pickup-points/:id',
    {
      config: read,
      schema: {
        operationId: 'getAdminPickupPoint',
        summary: 'One point with everything',
        tags,
        params: IdParams,
        response: { 200: Envelope(FullPointView) },
      },
    },
    async (request) => {
      const at = deps.clock.now()
      return ok(toFullPointView(await loadPoint(deps.sql, request.params.id, at), at), at)
    },
  )

  app.put(
    '/admin/pickup-points/:id',
    {
      config: write,
      schema: {
        operationId: 'updatePickupPoint',
        summary: 'Change a point',
        tags,
        params: IdParams,
        body: UpdatePointBody,
        response: { 200: Envelope(FullPointView) },
      },
    },
    async (request) => {
      const { version, ...draft } = request.body
      const ref = { id: request.params.id, version }
      const point = await inTransaction(deps, (work: Work) => updatePoint(work, ref, draft))
      return ok(toFullPointView(point, deps.clock.now()), deps.clock.now())
    },
  )

  // A point is never deleted: orders, codes and verifications name it. CLOSED takes it out of every list.
  app.put(
    '/admin/pickup-points/:id/status',
    {
      config: write,
      schema: {
        operationId: 'setPickupPointStatus',
        summary: 'Open, pause or close a point',
        tags,
        params: IdParams,
        body: StatusBody,
        response: { 200: Envelope(FullPointView) },
      },
    },
    async (request) => {
      const point = await inTransaction(deps, (work: Work) =>
        setPointStatus(work, request.params.id, request.body.status),
      )
      return ok(toFullPointView(point, deps.clock.now()), deps.clock.now())
    },
  )

  app.put(
    '/admin/pickup-points/:id/staff',
    {
      config: write,
      schema: {
        operationId: 'setPickupPointStaff',
        summary: 'Who works at a point; each must be bound to it in their account',
        tags,
        params: IdParams,
        body: StaffBody,
        response: { 200: Envelope(StaffView) },
      },
    },
    async (request) => {
      const { id } = await loadPoint(deps.sql, request.params.id, deps.clock.now())
      const scopes = await Promise.all(
        request.body.staffIds.map((staffId) => deps.user.getStaffScope({ staffId })),
      )
      const stranger = scopes.find((scope) => !scope.active || !scopeHolds(scope, id))
      if (stranger) throw DeliveryErrors.STAFF_NOT_BOUND({ staffId: stranger.staffId })
      await inTransaction(deps, (work: Work) => replaceStaff(work, id, scopes))
      return ok(toStaffView(await listStaff(deps.sql, id)), deps.clock.now())
    },
  )
}
