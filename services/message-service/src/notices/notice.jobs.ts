import { defineJob, inTransaction, type Job } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { gatherRules } from '../rules/gather-rules.ts'
import { closeDigests } from './close-digests.ts'
import { gatherDueShops } from './gather-due-shops.ts'

export const closeMerchantDigests: Job<Deps> = defineJob({
  name: 'message.close-digests',
  everyMs: 5_000,
  async run(deps) {
    const rules = await gatherRules(deps, deps.sql)
    const dueBy = deps.clock.now() // what becomes due while staff are asked for waits for the next look
    const shops = await gatherDueShops(deps, rules, dueBy)
    return inTransaction(deps, (work: Work) => closeDigests(work, { rules, shops, dueBy }))
  },
})
