import { isAppError } from '@linli/core'
import { defineJob, inBatches, inTransaction } from '@linli/events'
import { gatherCouponTemplate } from '../coupon-templates/gather-coupon-template.ts'
import { issueCoupon } from '../coupons/issue-coupon.ts'
import type { Deps, Work } from '../deps.ts'
import { claimPending, finishGrants, listPending, type Pending, saveResult } from './grant.store.ts'

const BATCH = 200

/** Gives out what administrators granted: each user in a transaction of their own, so that one refusal stops nobody. */
export const runGrants = defineJob<Deps>({
  name: 'activity.run-grants',
  everyMs: 1_000,
  async run(deps) {
    const total = await inBatches(BATCH, async (size) => {
      const pending = await listPending(deps.sql, size)
      for (const one of pending) await grantOne(deps, one)
      return pending.length
    })
    if (total > 0) await inTransaction(deps, (work: Work) => finishGrants(work))
    return total
  },
})

async function grantOne(deps: Deps, pending: Pending): Promise<void> {
  try {
    await inTransaction(deps, async (work: Work) => {
      const granting = await claimPending(work, pending)
      if (!granting) return
      const { id, templateId, userId, source, adminId } = granting
      const { coupon } = await issueCoupon(work, {
        template: await gatherCouponTemplate(work, templateId),
        userId,
        source,
        sourceRef: `${id}:${userId}`,
        actor: { type: 'ADMIN', id: adminId },
      })
      await saveResult(work, pending, { outcome: 'GRANTED', reason: null, couponId: coupon.id })
    })
  } catch (error) {
    if (!isAppError(error) || error.kind !== 'rule') throw error // tried again at the next tick
    const refused = { outcome: 'REFUSED', reason: error.id, couponId: null } as const
    await inTransaction(deps, (work: Work) => saveResult(work, pending, refused))
  }
}
