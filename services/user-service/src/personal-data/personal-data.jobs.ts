import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { rotatePersonalData } from './rotate-personal-data.ts'

const BATCH = 200

export const rotateDataKeys = defineJob<Deps>({
  name: 'user.rotate-data-keys',
  everyMs: MINUTE_MS,
  run: (deps) =>
    inTransaction(deps, (work: Work) => rotatePersonalData(work, { vault: deps.vault, limit: BATCH })),
})
