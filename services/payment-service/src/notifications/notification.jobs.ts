import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { deleteNotificationsBefore } from './notification.store.ts'

const KEEP_MS = 90 * 24 * 60 * MINUTE_MS
const BATCH = 1000

/** Notices are kept for disputes, not for ever (wechat.md §15). */
const forgetNotifications = defineJob<Deps>({
  name: 'payment.forget-notifications',
  everyMs: 60 * MINUTE_MS,
  async run(deps) {
    const before = new Date(deps.clock.now().getTime() - KEEP_MS)
    return inTransaction(deps, (work: Work) => deleteNotificationsBefore(work, before, BATCH))
  },
})

export const notificationJobs = [forgetNotifications]
