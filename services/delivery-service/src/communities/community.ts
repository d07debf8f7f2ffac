import type { DeliveryMode } from '@linli/proto/common'
import { DeliveryErrors } from '../errors.ts'
import { type Box, boxAround, boxOfRadius, isInside, metresBetween, type Point } from './geo.ts'

/** The modes a row may hold. */
export const MODES = ['SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS'] as const satisfies DeliveryMode[]
export type Mode = (typeof MODES)[number]

export const isPickup = (mode: DeliveryMode): boolean => mode === 'SELF_PICKUP' || mode === 'COMMUNITY_DROP'

export const COMMUNITY_STATUSES = ['PREPARING', 'OPEN', 'PAUSED', 'CLOSED', 'MERGED'] as const
export type CommunityStatus = (typeof COMMUNITY_STATUSES)[number]

export type CommunityDraft = {
  readonly name: string
  readonly pinyin: string
  readonly pinyinInitials: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly adcode: string
  readonly address: string
  readonly lng: number
  readonly lat: number
  readonly fence: readonly Point[] | null
  readonly radiusM: number | null
  readonly status: Exclude<CommunityStatus, 'MERGED'>
  readonly warehouseId: string
  readonly leaderId: string | null
  readonly deliveryModes: readonly Mode[]
  readonly defaultPickupPointId: string | null
}

export type Community = Omit<CommunityDraft, 'status'> & {
  readonly id: string
  readonly status: CommunityStatus
  readonly mergedInto: string | null
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

type Area = Pick<Community, 'lng' | 'lat' | 'fence' | 'radiusM'>

/** The fence decides; a community without one is a circle around its centre. */
function holds(area: Area, place: Point): boolean {
  if (area.fence) return isInside(place, area.fence)
  return area.radiusM !== null && metresBetween([area.lng, area.lat], place) <= area.radiusM
}

/** @throws COMMUNITY_WITHOUT_AREA */
export function boxOf({ lng, lat, fence, radiusM }: Area): Box {
  if (fence) return boxAround(fence)
  if (radiusM === null) throw DeliveryErrors.COMMUNITY_WITHOUT_AREA()
  return boxOfRadius([lng, lat], radiusM)
}

/** Of those that hold the place the open one, then the nearest: fences of neighbours may overlap by a street. */
export function pickHolder<T extends Area & Pick<Community, 'status'>>(
  candidates: readonly T[],
  place: Point,
): T | undefined {
  const rank = (one: T) => (one.status === 'OPEN' ? 0 : 1)
  const distance = (one: T) => metresBetween([one.lng, one.lat], place)
  return candidates
    .filter((one) => holds(one, place))
    .sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b))[0]
}
