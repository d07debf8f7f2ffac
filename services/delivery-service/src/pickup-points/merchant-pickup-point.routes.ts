import { CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, type Staff, staffOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { closePickupPoint } from './close-pickup-point.ts'
import { gatherScope } from './gather-pickup-point.ts'
import { ClosureBody, FullPointView, HoursBody, toFullPointView } from './pickup-point.schema.ts'
import { listMerchantPoints, loadPoint, updatePoint } from './pickup-point.store.ts'
import { type PickupPoint, pointsOf, scopeHolds } from './pickup-point.ts'

const tags = ['merchant-pickup-points']
const read = { audience: 'merchant', permission: 'pickup-point:read' } as const
const write = { audience: 'merchant', permission: 'pickup-point:write' } as const

/** The people of a point keep its hours (D02). */
export const merchantPickupPointRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/pickup-points',
    {
      config: read,
      schema: {
        operationId: 'listMerchantPickupPoints',
        summary: 'The points I work at',
        tags,
        response: { 200: Envelope(Type.Object({ items: Type.Array(FullPointView) })) },
      },
    },
    async (request) => {
      const staff = staffOf(request)
      const now = deps.clock.now()
      const ids = pointsOf(await gatherScope(deps, staff))
      const points = await listMerchantPoints(deps.sql, { merchantId: staff.merchantId, ids }, now)
      return ok({ items: points.map((point) => toFullPointView(point, now)) }, now)
    },
  )

  app.get(
    '/merchant/pickup-points/:id',
    {
      config: read,
      schema: {
        operationId: 'getMerchantPickupPoint',
        summary: 'One of my points',
        tags,
        params: IdParams,
        response: { 200: Envelope(FullPointView) },
      },
    },
    async (request) => {
      const point = await ownPoint(deps, staffOf(request), request.params.id)
      return ok(toFullPointView(point, deps.clock.now()), deps.clock.now())
    },
  )

  app.put(
    '/merchant/pickup-points/:id',
    {
      config: write,
      schema: {
        operationId: 'updateMerchantPickupPoint',
        summary: 'Change the hours of one of my points',
        tags,
        params: IdParams,
        body: HoursBody,
        response: { 200: Envelope(FullPointView) },
      },
    },
    async (request) => {
      const { version, hours, days } = request.body
      const { id } = request.params
      const point = await ownPoint(deps, staffOf(request), id)
      const draft = { ...point, hours, days }
      const saved = await inTransaction(deps, (work: Work) => updatePoint(work, { id, version }, draft))
      return ok(toFullPointView(saved, deps.clock.now()), deps.clock.now())
    },
  )

  app.post(
    '/merchant/pickup-points/:id/closures',
    {
      config: write,
      schema: {
        operationId: 'closePickupPoint',
        summary: 'Shut one of my points for a while; goods that lie there wait longer',
        tags,
        params: IdParams,
        body: ClosureBody,
        response: { 201: Envelope(FullPointView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const { id } = await ownPoint(deps, staff, request.params.id)
      const [startsAt, endsAt] = [new Date(request.body.startsAt), new Date(request.body.endsAt)]
      if (endsAt <= startsAt || endsAt <= deps.clock.now()) {
        throw CommonErrors.INVALID_REQUEST({ field: 'endsAt' })
      }
      const { reason } = request.body
      const point = await inTransaction(deps, (work: Work) =>
        closePickupPoint(work, { pickupPointId: id, startsAt, endsAt, reason, actorId: staff.id }),
      )
      return reply.code(201).send(created(toFullPointView(point, deps.clock.now()), deps.clock.now()))
    },
  )
}

/** @throws PICKUP_POINT_NOT_FOUND alike for a missing point, another merchant's and one out of the caller's scope. */
async function ownPoint(deps: Deps, staff: Staff, id: string): Promise<PickupPoint> {
  const [point, scope] = await Promise.all([
    loadPoint(deps.sql, id, deps.clock.now()),
    gatherScope(deps, staff),
  ])
  if (point.merchantId !== staff.merchantId || !scopeHolds(scope, id)) {
    throw DeliveryErrors.PICKUP_POINT_NOT_FOUND({ pickupPointId: id })
  }
  return point
}
