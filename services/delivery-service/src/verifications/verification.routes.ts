import { CommonErrors } from '@linli/core'
import { inTransaction, uniqueViolation } from '@linli/events'
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
  type Staff,
  staffOf,
} from '@linli/http'
import { gatherMerchantDelivery } from '../deliveries/gather-deliveries.ts'
import type { Deps, Work } from '../deps.ts'
import { chargeAttempt, refundAttempt } from '../pickup-codes/charge-attempt.ts'
import { gatherScope, gatherScopeAt } from '../pickup-points/gather-pickup-point.ts'
import { pointsOf } from '../pickup-points/pickup-point.ts'
import { assertHere, gatherAllowed, gatherPresented, type Presented } from './gather-verification.ts'
import { PREVIEW_MS, readPreview, signPreview } from './preview.ts'
import {
  ConfirmBody,
  PreviewBody,
  PreviewView,
  ScanBody,
  toPreviewItem,
  toVerificationView,
  VerificationPage,
  VerificationQuery,
  VerificationView,
} from './verification.schema.ts'
import { findByKey, listVerifications } from './verification.store.ts'
import { assertFresh, METHODS } from './verification.ts'
import { type Confirmation, sameRequest, verifyPickup } from './verify-pickup.ts'

const tags = ['merchant-verifications']
const config = { audience: 'merchant', permission: 'pickup:verify' } as const

/** Handing goods over at a point, in two steps (D14). */
export const verificationRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/merchant/verifications/previews',
    {
      config,
      schema: {
        operationId: 'previewVerification',
        summary: 'What a code, a QR or a phone tail opens at my point; wrong ones are counted',
        tags,
        body: PreviewBody,
        response: { 201: Envelope(PreviewView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const { pickupPointId, method } = request.body
      await gatherScopeAt(deps, staff, pickupPointId)
      const at = deps.clock.now()
      const found = await lookUp(deps, staff, { ...request.body, scannedAt: at })
      const expiresAt = new Date(at.getTime() + PREVIEW_MS)
      const items = found.map((delivery) => {
        const preview = {
          deliveryId: delivery.id,
          pickupPointId,
          staffId: staff.id,
          method,
          expiresAtMs: expiresAt.getTime(),
        }
        return toPreviewItem(delivery, signPreview(deps.vault.index, preview), expiresAt)
      })
      return reply.code(201).send(created({ items }, at))
    },
  )

  app.post(
    '/merchant/verifications',
    {
      config,
      schema: {
        operationId: 'createVerification',
        summary: 'Hand over what a preview showed, whole or by line and quantity',
        tags,
        headers: IdempotencyHeaders,
        body: ConfirmBody,
        response: { 201: Envelope(VerificationView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const idempotencyKey = idempotencyKeyOf(request)
      const hash = requestHash(request.body)
      const before = await findByKey(deps.sql, staff.id, idempotencyKey)
      if (before)
        return reply.code(201).send(created(toVerificationView(sameRequest(before, hash)), deps.clock.now()))
      const { deliveryId, pickupPointId, method } = readPreview(deps.vault.index, request.body.previewToken, {
        staffId: staff.id,
        at: deps.clock.now(),
      })
      const [scope, { orderId }] = await Promise.all([
        gatherScopeAt(deps, staff, pickupPointId),
        gatherMerchantDelivery(deps, staff.merchantId, deliveryId),
      ])
      const verification = await confirm(deps, {
        orderId,
        merchantId: staff.merchantId,
        pickupPointId,
        operator: { id: staff.id, name: scope.name },
        method: METHODS.find((one) => one === method) ?? 'CODE',
        wanted: request.body.lines,
        allowed: await gatherAllowed(deps, orderId),
        idempotencyKey,
        requestHash: hash,
        scannedAt: null,
      })
      return reply.code(201).send(created(toVerificationView(verification), deps.clock.now()))
    },
  )

  app.post(
    '/merchant/verifications/offline-scans',
    {
      config,
      schema: {
        operationId: 'recordOfflineScan',
        summary:
          'Hand over, whole and in one step, what was scanned while there was no network; a QR counts as of then',
        tags,
        headers: IdempotencyHeaders,
        body: ScanBody,
        response: { 201: Envelope(VerificationView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const idempotencyKey = idempotencyKeyOf(request)
      const hash = requestHash(request.body)
      const handOver = async () => {
        const { pickupPointId, method, value } = request.body
        const scope = await gatherScopeAt(deps, staff, pickupPointId)
        const scannedAt = assertFresh(new Date(request.body.scannedAt), deps.clock.now())
        const [{ orderId }] = await lookUp(deps, staff, { pickupPointId, method, value, scannedAt })
        return confirm(deps, {
          orderId,
          merchantId: staff.merchantId,
          pickupPointId,
          operator: { id: staff.id, name: scope.name },
          method,
          wanted: undefined,
          allowed: await gatherAllowed(deps, orderId),
          idempotencyKey,
          requestHash: hash,
          scannedAt,
        })
      }
      const verification = await handOver().catch(async (error: unknown) => {
        // Sent again, or twice at once: the goods are gone because of this very scan.
        const before = await findByKey(deps.sql, staff.id, idempotencyKey)
        if (!before) throw error
        return sameRequest(before, hash)
      })
      return reply.code(201).send(created(toVerificationView(verification), deps.clock.now()))
    },
  )

  app.get(
    '/merchant/verifications',
    {
      config,
      schema: {
        operationId: 'listVerifications',
        summary: 'What was handed over at my points, newest first',
        tags,
        querystring: VerificationQuery,
        response: { 200: Envelope(VerificationPage) },
      },
    },
    async (request) => {
      const staff = staffOf(request)
      const { cursor, limit, ...filter } = request.query
      const [afterId] = cursor ? decodeCursor(cursor, 1) : []
      const found = await listVerifications(deps.sql, {
        ...filter,
        merchantId: staff.merchantId,
        points: pointsOf(await gatherScope(deps, staff)),
        afterId: afterId === undefined ? undefined : String(afterId),
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = found.length > limit && last ? encodeCursor([last.id]) : null
      return ok({ items: page.map(toVerificationView), nextCursor }, deps.clock.now())
    },
  )
}

/** What was presented, pickable here. A wrong code is counted, a right one is not. */
async function lookUp(deps: Deps, staff: Staff, presented: Omit<Presented, 'merchantId'>) {
  const { pickupPointId } = presented
  const attempt = { staffId: staff.id, pickupPointId }
  const attemptId = await inTransaction(deps, (work: Work) => chargeAttempt(work, attempt))
  const found = await gatherPresented(deps, { ...presented, merchantId: staff.merchantId })
  await inTransaction(deps, (work: Work) => refundAttempt(work, attemptId))
  await Promise.all(found.map((delivery) => assertHere(deps, delivery, pickupPointId)))
  return found
}

/** A key that two requests about different orders used at once is caught by its constraint. */
async function confirm(deps: Deps, confirmation: Confirmation) {
  try {
    return await inTransaction(deps, (work: Work) => verifyPickup(work, confirmation))
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    throw CommonErrors.IDEMPOTENCY_KEY_REUSED(undefined, error)
  }
}
