import { demoId } from '../demo-id.ts'
import { type CommunityKey, communityId } from './communities.ts'
import { type MerchantKey, merchantId } from './merchants.ts'
import { type PickupPointKey, pickupPointId, pickupPoints } from './pickup-points.ts'
import { type RoleCode, roleId } from './roles.ts'

/** The same for everybody behind a counter; public, as all demo data is. */
const STAFF_PASSWORD = 'Linli-Staff-2026'

export type StaffKey =
  | 'owner'
  | 'clerk'
  | 'verifier'
  | 'verifier-yundi'
  | 'courier'
  | 'courier-west'
  | 'leader'
  | 'leader-cuiyuan'
  | 'leader-yundi'
  | 'hexian-owner'

export type Staff = {
  readonly id: string
  readonly key: StaffKey
  readonly login: string
  readonly password: string
  readonly name: string
  readonly phone: string
  readonly merchantKey: MerchantKey
  readonly merchantId: string
  readonly role: RoleCode
  readonly roleId: string
  /** Points the account is bound to; what its role's scope `PICKUP_POINT` means. */
  readonly pickupPointIds: readonly string[]
  readonly status: 'ACTIVE'
}

export function staffId(key: StaffKey): string {
  return demoId(`staff:${key}`)
}

type Person = {
  readonly key: StaffKey
  readonly name: string
  readonly phone: string
  readonly merchant?: MerchantKey
  readonly role: RoleCode
  readonly points?: readonly PickupPointKey[]
}

function person({ key, name, phone, merchant = 'linli-fresh', role, points = [] }: Person): Staff {
  return {
    id: staffId(key),
    key,
    login: key,
    password: STAFF_PASSWORD,
    name,
    phone,
    merchantKey: merchant,
    merchantId: merchantId(merchant),
    role,
    roleId: roleId(role),
    pickupPointIds: points.map(pickupPointId),
    status: 'ACTIVE',
  }
}

const EVERY_POINT = pickupPoints.map(({ key }) => key)
const CHUNXIAO_AND_CUIYUAN = [
  'chunxiao-store',
  'chunxiao-station',
  'cuiyuan-property',
  'cuiyuan-host',
] as const satisfies PickupPointKey[]

export const staff: readonly Staff[] = [
  person({ key: 'owner', name: '林海', phone: '19900000101', role: 'OWNER', points: EVERY_POINT }),
  person({ key: 'clerk', name: '周敏', phone: '19900000102', role: 'CLERK', points: EVERY_POINT }),
  person({
    key: 'verifier',
    name: '何静',
    phone: '19900000103',
    role: 'VERIFIER',
    points: CHUNXIAO_AND_CUIYUAN,
  }),
  person({
    key: 'verifier-yundi',
    name: '沈涛',
    phone: '19900000104',
    role: 'VERIFIER',
    points: ['yundi-station', 'yundi-store'],
  }),
  person({ key: 'courier', name: '吴刚', phone: '19900000105', role: 'COURIER' }),
  person({ key: 'courier-west', name: '郑强', phone: '19900000106', role: 'COURIER' }),
  person({
    key: 'leader',
    name: '王秀兰',
    phone: '19900000107',
    role: 'LEADER',
    points: ['chunxiao-station'],
  }),
  person({
    key: 'leader-cuiyuan',
    name: '蒋丽',
    phone: '19900000108',
    role: 'LEADER',
    points: ['cuiyuan-host'],
  }),
  person({
    key: 'leader-yundi',
    name: '唐小敏',
    phone: '19900000110',
    role: 'LEADER',
    points: ['yundi-store'],
  }),
  person({
    key: 'hexian-owner',
    name: '方禾',
    phone: '19900000109',
    merchant: 'hexian-fruit',
    role: 'OWNER',
  }),
]

export type Leader = {
  readonly id: string
  readonly staffId: string
  readonly communityId: string
  readonly pickupPointId: string
  /** Commission on completed net goods, in basis points. */
  readonly commissionBp: number
  readonly status: 'ACTIVE'
}

type Territory = {
  readonly staff: StaffKey
  readonly community: CommunityKey
  readonly point: PickupPointKey
}

function leader({ staff: key, community, point }: Territory): Leader {
  return {
    id: demoId(`leader:${key}`),
    staffId: staffId(key),
    communityId: communityId(community),
    pickupPointId: pickupPointId(point),
    commissionBp: 800,
    status: 'ACTIVE',
  }
}

export const leaders: readonly Leader[] = [
  leader({ staff: 'leader', community: 'jiangnan-chunxiao', point: 'chunxiao-station' }),
  leader({ staff: 'leader-cuiyuan', community: 'cuiyuan-jinting', point: 'cuiyuan-host' }),
  leader({ staff: 'leader-yundi', community: 'weilai-yundi', point: 'yundi-store' }),
]
