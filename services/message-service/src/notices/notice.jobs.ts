import { defineJob, inTransaction, type Job } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { gatherRules } from '../rules/gather-rules.ts'
import { closeDigests } from './close-digests.ts'

export const closeMerchantDigests: Job<Deps> = defineJob({
  name: 'message.close-digests',
  everyMs: 5_000,
  async run(deps) {
    const rules = await gatherRules(deps, deps.sql)
    return inTransaction(deps, (work: Work) => closeDigests(work, rules))
  },
})
