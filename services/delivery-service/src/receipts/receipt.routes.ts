import { inTransaction } from '@linli/events'
import {
  created,
  decodeCursor,
  Envelope,
  encodeCursor,
  IdempotencyHeaders,
  idempotencyKeyOf,
  ok,
  type Routes,
  requestHash,
  staffOf,
} from '@linli/http'
import { DeliveryPage, toDeliveryView } from '../deliveries/delivery.schema.ts'
import { gatherDesk } from '../deliveries/gather-deliveries.ts'
import type { Deps, Work } from '../deps.ts'
import { gatherPoint, gatherScope, gatherScopeAt } from '../pickup-points/gather-pickup-point.ts'
import { pointsOf } from '../pickup-points/pickup-point.ts'
import { ReceiptBody, ReceiptQuery, ReceiptView } from './receipt.schema.ts'
import { recordReceipt } from './record-receipt.ts'

const tags = ['merchant-receipts']
const config = { audience: 'merchant', permission: 'delivery:receive' } as const
const ON_THE_WAY = ['PENDING', 'SORTING', 'LOADED', 'IN_TRANSIT', 'ARRIVED']

/** Goods arrive at a point (D12, D13): only then the user is told. */
export const receiptRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/receipts',
    {
      config,
      schema: {
        operationId: 'listExpectedReceipts',
        summary: 'Tasks that are still to arrive at my points',
        tags,
        querystring: ReceiptQuery,
        response: { 200: Envelope(DeliveryPage) },
      },
    },
    async (request) => {
      const staff = staffOf(request)
      const { cursor, limit, ...filter } = request.query
      const [afterId] = cursor ? decodeCursor(cursor, 1) : []
      const found = await gatherDesk(deps, {
        ...filter,
        statuses: ON_THE_WAY,
        merchantId: staff.merchantId,
        points: pointsOf(await gatherScope(deps, staff)),
        afterId: afterId === undefined ? undefined : String(afterId),
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = found.length > limit && last ? encodeCursor([last.id]) : null
      return ok({ items: page.map(toDeliveryView), nextCursor }, deps.clock.now())
    },
  )

  app.post(
    '/merchant/receipts',
    {
      config,
      schema: {
        operationId: 'createReceipt',
        summary: 'The goods of these orders are at my point: users are told',
        tags,
        headers: IdempotencyHeaders,
        body: ReceiptBody,
        response: { 201: Envelope(ReceiptView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const { pickupPointId, orderIds } = request.body
      const idempotencyKey = idempotencyKeyOf(request)
      const [scope, point] = await Promise.all([
        gatherScopeAt(deps, staff, pickupPointId),
        gatherPoint(deps, pickupPointId),
      ])
      const deliveries = await inTransaction(deps, (work: Work) =>
        recordReceipt(work, {
          merchantId: staff.merchantId,
          point,
          operator: { id: staff.id, name: scope.name },
          orderIds,
          keepHours: deps.keepHours,
          idempotencyKey,
          requestHash: requestHash(request.body),
        }),
      )
      return reply.code(201).send(created({ items: deliveries.map(toDeliveryView) }, deps.clock.now()))
    },
  )
}
