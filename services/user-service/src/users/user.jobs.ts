import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { changeUserStatus } from './change-user-status.ts'
import { listLiftable } from './user.store.ts'

const BATCH = 100
const SYSTEM = { actorType: 'system', actorId: null, merchantId: null, ip: null, traceId: null } as const

/** Lifts bans whose time is over. */
export const liftBans = defineJob<Deps>({
  name: 'user.lift-bans',
  everyMs: MINUTE_MS,
  run: async (deps) => {
    const ids = await listLiftable(deps.sql, { at: deps.clock.now(), limit: BATCH })
    for (const userId of ids) {
      await inTransaction(deps, (work: Work) =>
        changeUserStatus(work, {
          userId,
          event: 'enable',
          reason: '封禁到期',
          until: null,
          origin: SYSTEM,
          announce: deps.announce,
        }),
      )
    }
    return ids.length
  },
})
