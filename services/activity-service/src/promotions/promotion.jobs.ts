import { SECOND_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { schedulePromotions } from './edit-promotion.ts'

const BATCH = 100

/** A18: SCHEDULED → RUNNING → ENDED as time goes; prices go by the time itself. */
export const movePromotions = defineJob<Deps>({
  name: 'activity.schedule-promotions',
  everyMs: 10 * SECOND_MS,
  run: (deps) => inTransaction(deps, (work: Work) => schedulePromotions(work, BATCH)),
})
