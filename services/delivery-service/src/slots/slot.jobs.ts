import { businessDay, MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { OrderState } from '@linli/proto/order'
import type { Deps, Work } from '../deps.ts'
import { releaseSlot } from './release-slot.ts'
import { markChecked, openBefore } from './slot-reservation.store.ts'
import { templatesAfter } from './slot-template.store.ts'
import { syncSlots } from './sync-slots.ts'

const TEMPLATES_PER_TRANSACTION = 50

/** D03: there are always slots for the days ahead, today included, in the business timezone. */
const generateSlots = defineJob<Deps>({
  name: 'delivery.generate-slots',
  everyMs: 10 * MINUTE_MS,
  async run(deps) {
    const span = { from: businessDay(deps.clock.now()), days: deps.slotDaysAhead }
    let changed = 0
    let afterId: string | null = null
    for (;;) {
      const templates = await templatesAfter(deps.sql, afterId, TEMPLATES_PER_TRANSACTION)
      changed += await inTransaction(deps, (work: Work) => syncSlots(work, templates, span))
      afterId = templates.at(-1)?.id ?? null
      if (templates.length < TEMPLATES_PER_TRANSACTION) return changed
    }
  },
})

const OLD_MS = 30 * MINUTE_MS
/** As many as GetOrderStates takes. */
const BATCH = 500

/**
 * Frees the places of orders that were closed, or that no order knows, more than 30 minutes ago. Events do this at
 * once; the sweeper is for the event that never came. Nothing is released while order-service cannot be asked.
 */
const sweepReservations = defineJob<Deps>({
  name: 'delivery.sweep-slot-reservations',
  everyMs: MINUTE_MS,
  async run(deps) {
    const open = await openBefore(deps.sql, new Date(deps.clock.now().getTime() - OLD_MS), BATCH)
    if (open.length === 0) return 0
    const { states, missingIds } = await deps.order.getOrderStates({
      orderIds: open.map(({ orderId }) => orderId),
    })
    const dead = new Set([...missingIds, ...states.filter(isDead).map(({ orderId }) => orderId)])
    for (const { orderId, userId } of open) {
      await inTransaction(deps, async (work: Work) => {
        if (dead.has(orderId)) return releaseSlot(work, { orderId, userId })
        return markChecked(work, orderId)
      })
    }
    return dead.size
  },
})

const isDead = (state: OrderState): boolean => state.status === 'CLOSED' && !state.paid

export const slotJobs = [generateSlots, sweepReservations]
