import { CommonErrors } from '@linli/core'
import type { Staff } from '@linli/http'
import type { StaffScope } from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { findPoints, loadPoint } from './pickup-point.store.ts'
import { type PickupPoint, scopeHolds } from './pickup-point.ts'

export const gatherPoint = (deps: Deps, id: string): Promise<PickupPoint> =>
  loadPoint(deps.sql, id, deps.clock.now())

export const gatherPoints = (deps: Deps, ids: readonly string[]): Promise<PickupPoint[]> =>
  findPoints(deps.sql, ids, deps.clock.now())

/**
 * Where the caller works, as user-service says now: a token may be older than a transfer.
 * @throws FORBIDDEN for someone who left, or works for another merchant than the token says.
 */
export async function gatherScope({ user }: Pick<Deps, 'user'>, staff: Staff): Promise<StaffScope> {
  const scope = await user.getStaffScope({ staffId: staff.id })
  if (!scope.active || scope.merchantId !== staff.merchantId)
    throw CommonErrors.FORBIDDEN({ staffId: staff.id })
  return scope
}

/** The caller's scope when it holds the point. @throws POINT_NOT_YOURS */
export async function gatherScopeAt(deps: Deps, staff: Staff, pickupPointId: string): Promise<StaffScope> {
  const scope = await gatherScope(deps, staff)
  if (!scopeHolds(scope, pickupPointId)) throw DeliveryErrors.POINT_NOT_YOURS({ pickupPointId })
  return scope
}
