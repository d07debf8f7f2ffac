import { IdSchema, PageQuery } from '@linli/http'
import { Type } from 'typebox'
import { maskPhone } from '../personal-data/masking.ts'
import type { Vault } from '../personal-data/vault.ts'
import { powersOf } from '../roles/role.ts'
import { TokenPairView } from '../tokens/token.schema.ts'
import type { Member, Shop } from './staff.ts'

const Name = Type.String({ minLength: 1, maxLength: 30, pattern: '\\S' })
const Phone = Type.String({ pattern: '^1\\d{10}$' })
const Login = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$' })
const Password = Type.String({ minLength: 1, maxLength: 128 })
const Roles = Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 5, uniqueItems: true })
const PickupPoints = Type.Array(IdSchema, { maxItems: 100, uniqueItems: true })

export const StaffView = Type.Object(
  {
    id: IdSchema,
    name: Type.String(),
    login: Type.String(),
    phoneMasked: Type.String(),
    roles: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
    pickupPointIds: Type.Array(IdSchema),
    allPickupPoints: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'StaffView' },
)

export function toStaffView(member: Member, vault: Vault) {
  return {
    id: member.id,
    name: member.name,
    login: member.login,
    phoneMasked: member.phoneSealed === null ? '' : maskPhone(vault.open(member.phoneSealed)),
    roles: member.roles.map(({ code, name }) => ({ code, name })),
    pickupPointIds: [...member.pickupPointIds],
    allPickupPoints: powersOf('merchant', member.roles).scope !== 'PICKUP_POINT',
    version: member.version,
  }
}

export const StaffProfileView = Type.Object(
  {
    ...StaffView.properties,
    merchantId: IdSchema,
    /** What the app may show: its buttons follow these. */
    permissions: Type.Array(Type.String()),
    shops: Type.Array(Type.Object({ merchantId: IdSchema, name: Type.String() })),
  },
  { title: 'StaffProfileView' },
)

export function toStaffProfileView(member: Member, shops: readonly Shop[], vault: Vault) {
  return {
    ...toStaffView(member, vault),
    merchantId: member.merchantId,
    permissions: [...powersOf('merchant', member.roles).permissions],
    shops: shops.map(({ merchantId, name }) => ({ merchantId, name })),
  }
}

/** Tokens come with a switch of shops: a token is for one shop. */
export const StaffSwitchView = Type.Object(
  {
    ...StaffProfileView.properties,
    tokens: Type.Union([TokenPairView, Type.Null()]),
  },
  { title: 'StaffSwitchView' },
)

export const UpdateStaffMeBody = Type.Object(
  {
    merchantId: Type.Optional(IdSchema),
    name: Type.Optional(Name),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1, dependencies: { name: ['version'] } },
)

export const StaffQuery = Type.Object(PageQuery, { additionalProperties: false })

export const CreateStaffBody = Type.Object(
  {
    name: Name,
    login: Login,
    password: Password,
    phone: Type.Optional(Phone),
    roles: Roles,
    pickupPointIds: Type.Optional(PickupPoints),
  },
  { additionalProperties: false },
)

export const UpdateStaffBody = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    name: Type.Optional(Name),
    roles: Type.Optional(Roles),
    pickupPointIds: Type.Optional(PickupPoints),
    /** A new first password. */
    password: Type.Optional(Password),
  },
  { additionalProperties: false },
)

export const StaffWechatBody = Type.Object(
  {
    /** From `wx.login` in the staff's mini-program: works once, for five minutes. */
    code: Type.String({ minLength: 1, maxLength: 128 }),
  },
  { additionalProperties: false },
)
