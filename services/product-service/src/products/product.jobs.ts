import { businessDay, businessDayRange, isAppError, MINUTE_MS, SECOND_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps } from '../deps.ts'
import { changeProduct } from './change-product.ts'
import { dueProducts, refreshSales } from './product.store.ts'
import { SYSTEM } from './product.ts'

const BATCH = 100
const DAY_MS = 24 * 60 * MINUTE_MS
/** Today and yesterday are counted again: the day before is over. */
const RECOUNTED_DAYS = 1

/** Puts products on sale, and takes them off, at the hour they were scheduled for. */
export const followSchedules = defineJob<Deps>({
  name: 'product.follow-schedules',
  everyMs: 5 * SECOND_MS,
  async run(deps) {
    const due = await dueProducts(deps.sql, deps.clock.now(), BATCH)
    let done = 0
    for (const { id, event } of due) {
      try {
        await inTransaction(deps, async (work) => {
          work.afterCommit(deps.catalogue.forget)
          await changeProduct(work, { id, event, actor: SYSTEM, reason: 'schedule', urlOf: deps.storage.url })
        })
        done += 1
      } catch (error) {
        // One product that cannot go on sale must not keep the others off it; the next run tries it again.
        if (!isAppError(error)) throw error
        deps.log.error({ err: error, productId: id }, 'a schedule could not be followed')
      }
    }
    return done
  },
})

/** What "sales" sorts by and what fills a recommendation slot: net sales, counted from the stock ledger. */
export const countSales = defineJob<Deps>({
  name: 'product.count-sales',
  everyMs: 10 * MINUTE_MS,
  run(deps) {
    const daysAgo = (days: number) => businessDay(new Date(deps.clock.now().getTime() - days * DAY_MS))
    const { from } = businessDayRange(daysAgo(RECOUNTED_DAYS))
    return inTransaction(deps, (work) => refreshSales(work, { from, weekBegins: daysAgo(6) }))
  },
})
