import { MINUTE_MS } from '@linli/core'
import { defineJob, inBatches, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { expireCoupons } from './coupon.store.ts'

const BATCH = 500
/** An order placed in a coupon's last moment may reach us later; whoever reads knows better anyway. */
const LATER_MS = 60 * MINUTE_MS

/** Writes down what is expired; nobody waits for it (A09). */
export const expireUnusedCoupons = defineJob<Deps>({
  name: 'activity.expire-coupons',
  everyMs: MINUTE_MS,
  run(deps) {
    const before = new Date(deps.clock.now().getTime() - LATER_MS)
    return inBatches(BATCH, (size) => inTransaction(deps, (work: Work) => expireCoupons(work, before, size)))
  },
})
