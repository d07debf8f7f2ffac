import { SECOND_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { tailIndexOf } from '../pickup-codes/pickup-code.ts'
import { recipientsWanted, saveTails } from './delivery-queries.store.ts'
import { gatherPhones } from './gather-phones.ts'

/** As many as BatchGetOrders takes. */
const BATCH = 100

/**
 * D14, search by phone tail: events carry no phone, and a handler never calls the network, so a job asks for the
 * phones of new tasks and keeps a blind index of their last four digits, nothing else. It runs long before the goods
 * reach the point; while nobody answers, code and QR still work.
 */
const fetchRecipients = defineJob<Deps>({
  name: 'delivery.fetch-recipients',
  everyMs: 2 * SECOND_MS,
  async run(deps) {
    const wanted = await recipientsWanted(deps.sql, BATCH)
    if (wanted.length === 0) return 0
    const phones = await gatherPhones(
      deps,
      wanted.map(({ orderId }) => orderId),
    )
    const tails = wanted.flatMap(({ id, orderId, pickupPointId }) => {
      const phone = phones.get(orderId)
      if (phone === undefined) return [] // not there yet: asked again
      return [{ id, tailIndex: tailIndexOf(deps.vault.index, pickupPointId, phone.slice(-4)) }]
    })
    await inTransaction(deps, (work: Work) => saveTails(work, tails))
    return tails.length
  },
})

export const deliveryJobs = [fetchRecipients]
