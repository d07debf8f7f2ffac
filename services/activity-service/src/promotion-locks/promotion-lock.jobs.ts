import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { OrderState } from '@linli/proto/order'
import type { Deps, Work } from '../deps.ts'
import { markChecked, openLocksBefore } from './promotion-lock.store.ts'
import { releasePromotion } from './release-promotion.ts'

const OLD_MS = 30 * MINUTE_MS
/** As many as GetOrderStates takes. */
const BATCH = 500

const isDead = (state: OrderState): boolean => state.status === 'CLOSED' && !state.paid

/**
 * Frees what orders hold that were closed, or that no order knows, more than 30 minutes ago. Events do this at once; the
 * sweeper is for the event that never came. Nothing is released while order-service cannot be asked.
 */
export const sweepLocks = defineJob<Deps>({
  name: 'activity.sweep-locks',
  everyMs: MINUTE_MS,
  async run(deps) {
    const before = new Date(deps.clock.now().getTime() - OLD_MS)
    const open = await openLocksBefore(deps.sql, before, BATCH)
    if (open.length === 0) return 0
    const { states, missingIds } = await deps.order.getOrderStates({
      orderIds: open.map(({ orderId }) => orderId),
    })
    const dead = new Set([...missingIds, ...states.filter(isDead).map(({ orderId }) => orderId)])
    for (const order of open) {
      await inTransaction(deps, (work: Work) =>
        dead.has(order.orderId)
          ? releasePromotion(work, { ...order, promoted: false })
          : markChecked(work, order.orderId),
      )
    }
    return dead.size
  },
})
