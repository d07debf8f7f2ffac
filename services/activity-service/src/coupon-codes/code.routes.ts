import { CommonErrors } from '@linli/core'
import { inTransaction, uniqueViolation } from '@linli/events'
import {
  adminOf,
  created,
  Envelope,
  IdempotencyHeaders,
  IdParams,
  idempotencyKeyOf,
  type Routes,
  requestHash,
} from '@linli/http'
import { lockCouponTemplate } from '../coupon-templates/edit-coupon-template.ts'
import type { Deps, Work } from '../deps.ts'
import { CodesBody, CodesView, toCodesView } from './code.schema.ts'
import { type BatchKey, findBatch } from './code.store.ts'
import type { CodeBatch } from './code.ts'
import { createCouponCodes } from './create-coupon-codes.ts'

/** Printing redemption codes. */
export const codeRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/admin/coupon-templates/:id/codes',
    {
      config: { audience: 'admin', permission: 'coupon:grant' },
      schema: {
        operationId: 'createCouponCodes',
        summary: 'Single-use codes; this answer is the only one that holds them',
        tags: ['admin-coupon-templates'],
        headers: IdempotencyHeaders,
        params: IdParams,
        body: CodesBody,
        response: { 201: Envelope(CodesView) },
      },
    },
    async (request, reply) => {
      const { id: templateId } = request.params
      const { count, expiresAt } = request.body
      const hash = requestHash({ ...request.body, templateId })
      const key = {
        adminId: adminOf(request).id,
        idempotencyKey: idempotencyKeyOf(request),
        requestHash: hash,
      }
      const batch = await make(deps, key, async (work) => {
        const template = await lockCouponTemplate(work, templateId)
        return createCouponCodes(work, {
          template,
          count,
          expiresAt: expiresAt ? new Date(expiresAt) : null,
          key,
        })
      })
      return reply.code(201).send(created(toCodesView(batch), deps.clock.now()))
    },
  )
}

type Made = CodeBatch & { codes?: string[] }

/** One key, one batch. */
async function make(deps: Deps, key: BatchKey, run: (work: Work) => Promise<Made>): Promise<Made> {
  const before = await madeBefore(deps, key)
  if (before) return before
  try {
    return await inTransaction(deps, run)
  } catch (error) {
    const other = uniqueViolation(error) === undefined ? undefined : await madeBefore(deps, key)
    if (!other) throw error
    return other
  }
}

/** @throws IDEMPOTENCY_KEY_REUSED */
async function madeBefore(deps: Deps, key: BatchKey): Promise<CodeBatch | undefined> {
  const found = await findBatch(deps.sql, key)
  if (found && found.requestHash !== key.requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  return found
}
