import type { Work } from '../deps.ts'
import { insertCode } from './pickup-code.store.ts'
import type { CodeSource } from './pickup-code.ts'

const ATTEMPTS = 16

/** A code that no live task of the point has (D14, T25): the index decides, however many are issued at once. */
export async function issueCode(
  work: Work,
  { deliveryId, pickupPointId }: { deliveryId: string; pickupPointId: string },
  codes: CodeSource,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await insertCode(work, { deliveryId, pickupPointId, code: codes(attempt) })) return
  }
  throw new Error(`no free pickup code at ${pickupPointId} after ${ATTEMPTS} attempts`)
}
