import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { forgetOldLogs } from './audit-log.store.ts'

export const forgetLogs = defineJob<Deps>({
  name: 'user.forget-old-logs',
  everyMs: 60 * MINUTE_MS,
  run: (deps) => inTransaction(deps, (work: Work) => forgetOldLogs(work.sql)),
})
