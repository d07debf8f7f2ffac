import { MINUTE_MS } from '@linli/core'
import { defineJob, inBatches, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { rotateRecipients } from './rotate-recipients.ts'

const BATCH = 200

/** While an old key is in the file: what it has sealed is sealed again. */
export const rotateDataKeys = defineJob<Deps>({
  name: 'order.rotate-data-keys',
  everyMs: 60 * MINUTE_MS,
  run: async (deps) => {
    const { vault } = deps
    if (vault.oldKeyIds.length === 0) return 0
    return inBatches(BATCH, (limit) =>
      inTransaction(deps, (work: Work) => rotateRecipients(work, { vault, limit })),
    )
  },
})
