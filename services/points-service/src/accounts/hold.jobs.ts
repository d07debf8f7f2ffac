import { auditJob, defineJob, inTransaction, type Job } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { listOldHolds } from './hold.store.ts'
import { consumeHold, unfreezeHold } from './settle-hold.ts'

const OLD_MS = 30 * 60_000
const BATCH = 200

/** A freeze whose order was lost, closed or paid without our hearing of it (J07): asks the owner, then follows. */
const sweepOldHolds: Job<Deps> = defineJob({
  name: 'points.sweep-old-holds',
  everyMs: 5 * 60_000,
  async run(deps) {
    const holds = await listOldHolds(deps.sql, new Date(deps.clock.now().getTime() - OLD_MS), BATCH)
    if (holds.length === 0) return 0
    const { states, missingIds } = await deps.order.getOrderStates({
      orderIds: holds.map(({ orderId }) => orderId),
    })
    const closed = states
      .filter(({ status, paid }) => status === 'CLOSED' && !paid)
      .map(({ orderId }) => orderId)
    const paid = states.filter((state) => state.paid).map(({ orderId }) => orderId)
    for (const id of [...closed, ...missingIds])
      await inTransaction(deps, (work: Work) => unfreezeHold(work, id))
    for (const id of paid) await inTransaction(deps, (work: Work) => consumeHold(work, id))
    return closed.length + missingIds.length + paid.length
  },
})

export const holdJobs = [sweepOldHolds, auditJob<Deps>('points.audit', 'points_audit')]
