import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { WINDOW_MS } from './charge-attempt.ts'
import { purgeAttempts } from './pickup-code.store.ts'

/** Attempts outside the window count for nothing. */
const forgetAttempts = defineJob<Deps>({
  name: 'delivery.forget-code-attempts',
  everyMs: 10 * MINUTE_MS,
  run: (deps) =>
    inTransaction(deps, (work: Work) => purgeAttempts(work, new Date(work.now.getTime() - 2 * WINDOW_MS))),
})

export const pickupCodeJobs = [forgetAttempts]
