import { SECOND_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { notifySubscribers } from './notify-subscribers.ts'

const BATCH = 200

/**
 * Stock comes back in many ways: received, corrected, released, restocked, put on sale again. Looking at what people
 * wait for catches them all, and costs nothing when nobody waits.
 */
export const tellSubscribers = defineJob<Deps>({
  name: 'product.tell-subscribers',
  everyMs: 10 * SECOND_MS,
  run: (deps) => inTransaction(deps, (work: Work) => notifySubscribers(work, BATCH)),
})
