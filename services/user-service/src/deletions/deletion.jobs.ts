import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { completeDeletion } from './complete-deletion.ts'
import { listDue } from './deletion.store.ts'
import { gatherObligations } from './gather-obligations.ts'

const BATCH = 50
const SYSTEM = { actorType: 'system', actorId: null, merchantId: null, ip: null, traceId: null } as const

/** Ends the accounts whose cool-off is over. Nobody is erased while order- or payment-service cannot be asked. */
export const eraseLeftAccounts = defineJob<Deps>({
  name: 'user.erase-left-accounts',
  everyMs: 10 * MINUTE_MS,
  async run(deps) {
    let erased = 0
    for (const { id, userId } of await listDue(deps.sql, { at: deps.clock.now(), limit: BATCH })) {
      const obligations = await gatherObligations(deps, userId)
      const due = { id, obligations, origin: SYSTEM, announce: deps.announce }
      if (await inTransaction(deps, (work: Work) => completeDeletion(work, due))) erased += 1
    }
    return erased
  },
})
