import type { PickupPoint as PickupPointMessage } from '@linli/proto/delivery'
import { type Closure, closedAt, type DayHours, hoursText, type WeekHours } from './hours.ts'

export const POINT_TYPES = ['STORE', 'HOME', 'STATION', 'PROPERTY'] as const
export const POINT_STATUSES = ['OPEN', 'PAUSED', 'CLOSED'] as const
export type PointType = (typeof POINT_TYPES)[number]
export type PointStatus = (typeof POINT_STATUSES)[number]

export type PickupPointDraft = {
  readonly communityId: string
  readonly merchantId: string | null
  readonly name: string
  readonly type: PointType
  readonly address: string
  readonly lng: number
  readonly lat: number
  readonly contactName: string
  readonly contactPhone: string
  readonly hours: WeekHours
  readonly days: readonly DayHours[]
  readonly dailyCapacity: number
  readonly coldStorage: boolean
  readonly leaderId: string | null
}

export type PickupPoint = PickupPointDraft & {
  readonly id: string
  readonly status: PointStatus
  /** Those not over yet. */
  readonly closures: readonly (Closure & { readonly id: string; readonly reason: string })[]
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Takes new orders now. */
export const isTaking = (point: Pick<PickupPoint, 'status' | 'closures'>, at: Date): boolean =>
  point.status === 'OPEN' && !closedAt(point.closures, at)

export const toPointMessage = (point: PickupPoint, at: Date): PickupPointMessage => ({
  pickupPointId: point.id,
  communityId: point.communityId,
  name: point.name,
  type: point.type,
  address: point.address,
  lng: point.lng,
  lat: point.lat,
  status: point.status,
  coldStorage: point.coldStorage,
  openingHours: hoursText(point, at),
  dailyCapacity: point.dailyCapacity,
  leaderId: point.leaderId ?? undefined,
  version: point.version,
  asOfMs: at.getTime(),
})

export type Scope = {
  readonly merchantId: string
  readonly pickupPointIds: readonly string[]
  readonly allPickupPoints: boolean
}

/** Where somebody may verify and receive (D14). */
export const scopeHolds = (scope: Scope, pickupPointId: string): boolean =>
  scope.allPickupPoints || scope.pickupPointIds.includes(pickupPointId)

/** The points of a scope as a query reads them: undefined = every point. */
export const pointsOf = (scope: Scope): readonly string[] | undefined =>
  scope.allPickupPoints ? undefined : scope.pickupPointIds
