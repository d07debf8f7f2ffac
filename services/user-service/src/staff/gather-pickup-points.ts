import { CommonErrors } from '@linli/core'
import type { Deps } from '../deps.ts'

/** Makes sure that the points exist. @throws INVALID_REQUEST naming those that do not. */
export async function gatherPickupPoints(
  { delivery }: Pick<Deps, 'delivery'>,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return ids
  const { missingIds } = await delivery.batchGetPickupPoints({ pickupPointIds: [...ids] })
  if (missingIds.length > 0) throw CommonErrors.INVALID_REQUEST({ pickupPointIds: missingIds })
  return ids
}
