import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { finishCouponTemplates } from './finish-coupon-templates.ts'

const BATCH = 100

/** Writes down that templates have ended; whoever reads knows by the time. */
export const finishOverdueTemplates = defineJob<Deps>({
  name: 'activity.finish-templates',
  everyMs: MINUTE_MS,
  run: (deps) => inTransaction(deps, (work: Work) => finishCouponTemplates(work, BATCH)),
})
