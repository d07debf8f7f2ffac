import type { Staff } from '@linli/http'
import type { Deps } from '../deps.ts'

/** The points the staff member works at; undefined = all of the merchant's. */
export async function gatherPoints(deps: Deps, staff: Staff): Promise<readonly string[] | undefined> {
  const scope = await deps.user.getStaffScope({ staffId: staff.id })
  return scope.allPickupPoints ? undefined : scope.pickupPointIds
}
