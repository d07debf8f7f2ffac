import { defineJob, inTransaction, type Job } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { purgeMessages } from './message.store.ts'
import { RETENTION_DAYS } from './message.ts'

const BATCH = 1_000
const HOUR_MS = 3_600_000

export const purgeOldMessages: Job<Deps> = defineJob({
  name: 'message.purge-old',
  everyMs: 6 * HOUR_MS,
  async run(deps) {
    const before = new Date(deps.clock.now().getTime() - RETENTION_DAYS * 24 * HOUR_MS)
    for (let total = 0; ; ) {
      const count = await inTransaction(deps, (work: Work) => purgeMessages(work, before, BATCH))
      total += count
      if (count < BATCH) return total
    }
  },
})
