import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { forgetFamilies, forgetSuccessors, listUnpublished, markPublished } from './token.store.ts'
import { REFRESH_GRACE_MS } from './token.ts'

const BATCH = 500

/** Tells Redis the versions it missed (it was down, or the process died after the commit). */
export const announceTokenVersions = defineJob<Deps>({
  name: 'user.announce-token-versions',
  everyMs: 500,
  run: async (deps) => {
    let told = 0
    for (const version of await listUnpublished(deps.sql, BATCH)) {
      if (!(await deps.announce(version))) break
      await inTransaction(deps, (work: Work) => markPublished(work, version))
      told += 1
    }
    return told
  },
})

export const forgetOldTokens = defineJob<Deps>({
  name: 'user.forget-old-tokens',
  everyMs: MINUTE_MS,
  run: (deps) =>
    inTransaction(deps, async (work: Work) => {
      await forgetSuccessors(work, new Date(work.now.getTime() - REFRESH_GRACE_MS))
      return forgetFamilies(work, BATCH)
    }),
})
