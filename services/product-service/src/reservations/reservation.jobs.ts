import { MINUTE_MS } from '@linli/core'
import { auditJob, defineJob, inTransaction } from '@linli/events'
import type { OrderState } from '@linli/proto/order'
import type { Deps } from '../deps.ts'
import { releaseReservation } from './release-reservation.ts'
import { markChecked, openReservationsBefore } from './reservation.store.ts'

const OLD_MS = 30 * MINUTE_MS
/** As many as GetOrderStates takes. */
const BATCH = 500

/**
 * P09: frees the stock of orders that were closed, or that no order knows, more than 30 minutes ago. Events do this at
 * once; the sweeper is for the event that never came. Nothing is released while order-service cannot be asked.
 */
export const sweepReservations = defineJob<Deps>({
  name: 'product.sweep-reservations',
  everyMs: MINUTE_MS,
  async run(deps) {
    const before = new Date(deps.clock.now().getTime() - OLD_MS)
    const open = await openReservationsBefore(deps.sql, before, BATCH)
    if (open.length === 0) return 0
    const { states, missingIds } = await deps.order.getOrderStates({
      orderIds: open.map(({ orderId }) => orderId),
    })
    const dead = new Set([...missingIds, ...states.filter(isDead).map(({ orderId }) => orderId)])
    for (const { orderId, userId } of open) {
      await inTransaction(deps, async (work) => {
        if (!dead.has(orderId)) return markChecked(work, orderId)
        const { refilled } = await releaseReservation(work, { orderId, userId })
        if (refilled) work.afterCommit(() => deps.catalogue.stockTurned())
      })
    }
    return dead.size
  },
})

/** Σ movements = level, reserved = Σ live reservations (reliability.md S2, S3). */
export const auditStock = auditJob<Deps>('product.audit', 'stock_audit')

const isDead = (state: OrderState): boolean => state.status === 'CLOSED' && !state.paid
