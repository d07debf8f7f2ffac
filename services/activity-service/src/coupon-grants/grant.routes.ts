import { CommonErrors } from '@linli/core'
import { inTransaction, uniqueViolation } from '@linli/events'
import {
  adminOf,
  created,
  Envelope,
  IdempotencyHeaders,
  IdParams,
  idempotencyKeyOf,
  ok,
  type Routes,
  requestHash,
} from '@linli/http'
import { gatherCouponTemplate } from '../coupon-templates/gather-coupon-template.ts'
import type { Deps, Work } from '../deps.ts'
import { createGrant } from './create-grant.ts'
import { gatherReceivers } from './gather-receivers.ts'
import { GrantBody, GrantParams, GrantView, toGrantView } from './grant.schema.ts'
import { findGrantByKey, type GrantKey, loadGrant, type NewGrant } from './grant.store.ts'

const tags = ['admin-coupon-templates']

/** Giving coupons to users, and how far it is. */
export const grantRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/admin/coupon-templates/:id/grants',
    {
      config: { audience: 'admin', permission: 'coupon:grant' },
      schema: {
        operationId: 'grantCoupons',
        summary: 'Gives a coupon to each of these users, or to all with a tag, one after the other',
        tags,
        headers: IdempotencyHeaders,
        params: IdParams,
        body: GrantBody,
        response: { 201: Envelope(GrantView) },
      },
    },
    async (request, reply) => {
      const { id: templateId } = request.params
      const hash = requestHash({ ...request.body, templateId })
      const key = {
        adminId: adminOf(request).id,
        idempotencyKey: idempotencyKeyOf(request),
        requestHash: hash,
      }
      const id = await grant(deps, { ...request.body, ...key, templateId })
      const progress = await loadGrant(deps.sql, { id, templateId })
      return reply.code(201).send(created(toGrantView(progress), deps.clock.now()))
    },
  )

  app.get(
    '/admin/coupon-templates/:id/grants/:grantId',
    {
      config: { audience: 'admin', permission: 'coupon:read' },
      schema: {
        operationId: 'getCouponGrant',
        summary: 'Who got one, who did not, and why',
        tags,
        params: GrantParams,
        response: { 200: Envelope(GrantView) },
      },
    },
    async (request) => {
      const { id: templateId, grantId: id } = request.params
      return ok(toGrantView(await loadGrant(deps.sql, { id, templateId })), deps.clock.now())
    },
  )
}

type Asked = Omit<NewGrant, 'userIds'> & { readonly userIds?: readonly string[]; readonly tagId?: string }

/** One key, one grant. @returns its id */
async function grant(deps: Deps, asked: Asked): Promise<string> {
  const before = await grantedBefore(deps, asked)
  if (before) return before
  const [template, userIds] = await Promise.all([
    gatherCouponTemplate(deps, asked.templateId),
    gatherReceivers(deps, asked),
  ])
  try {
    return await inTransaction(deps, (work: Work) => createGrant(work, template, { ...asked, userIds }))
  } catch (error) {
    const other = uniqueViolation(error) === undefined ? undefined : await grantedBefore(deps, asked)
    if (!other) throw error
    return other
  }
}

/** @throws IDEMPOTENCY_KEY_REUSED */
async function grantedBefore(deps: Deps, key: GrantKey): Promise<string | undefined> {
  const found = await findGrantByKey(deps.sql, key)
  if (found && found.requestHash !== key.requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  return found?.id
}
