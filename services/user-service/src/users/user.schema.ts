import { IdSchema, TableQuery } from '@linli/http'
import { Type } from 'typebox'
import { maskPhone } from '../personal-data/masking.ts'
import type { Vault } from '../personal-data/vault.ts'
import type { Tag } from '../tags/tag.ts'
import type { User } from './user.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Gender = Type.Union([Type.Literal('UNKNOWN'), Type.Literal('FEMALE'), Type.Literal('MALE')])
const Status = Type.Enum(['ACTIVE', 'DISABLED', 'LEAVING', 'DELETED'])

export const UserView = Type.Object(
  {
    id: IdSchema,
    nickname: Type.String(),
    avatarUrl: Type.String(),
    gender: Gender,
    birthday: Nullable(Type.String({ format: 'date' })),
    /** 138****0000; empty = none bound. */
    phoneMasked: Type.String(),
    hasIdentity: Type.Boolean(),
    communityId: Nullable(IdSchema),
    pickupPointId: Nullable(IdSchema),
    memberLevel: Type.Integer(),
    registeredAt: Type.String({ format: 'date-time' }),
    version: Type.Integer(),
  },
  { title: 'UserView' },
)

export function toUserView(user: User, vault: Vault) {
  return {
    id: user.id,
    nickname: user.nickname,
    avatarUrl: user.avatarUrl,
    gender: user.gender,
    birthday: user.birthday,
    phoneMasked: phoneMaskedOf(user, vault),
    hasIdentity: user.identitySealed !== null,
    communityId: user.communityId,
    pickupPointId: user.pickupPointId,
    memberLevel: user.memberLevel,
    registeredAt: user.createdAt.toISOString(),
    version: user.version,
  }
}

export function phoneMaskedOf({ phoneSealed }: Pick<User, 'phoneSealed'>, vault: Vault): string {
  return phoneSealed === null ? '' : maskPhone(vault.open(phoneSealed))
}

export const UpdateProfileBody = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    nickname: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** Of a portrait that was uploaded: `key` of announceUpload. */
    avatarKey: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    gender: Type.Optional(Gender),
    birthday: Type.Optional(Nullable(Type.String({ format: 'date' }))),
    identity: Type.Optional(
      Type.Object(
        {
          realName: Type.String({ minLength: 2, maxLength: 30 }),
          idNumber: Type.String({ pattern: '^\\d{17}[\\dX]$' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** The code that a `getPhoneNumber` button gives: works once, for five minutes. */
export const PhoneBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 128 }) },
  { additionalProperties: false },
)

/** Where the user shops: a pickup point, a community, or where they are now. */
export const PickupPointBody = Type.Object(
  {
    pickupPointId: Type.Optional(IdSchema),
    communityId: Type.Optional(IdSchema),
    lng: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  },
  { additionalProperties: false, minProperties: 1 },
)

export const PlaceView = Type.Object(
  { communityId: IdSchema, pickupPointId: Nullable(IdSchema) },
  { title: 'PlaceView' },
)

export const UserTableQuery = Type.Object(
  {
    ...TableQuery,
    status: Type.Optional(Status),
    communityId: Type.Optional(IdSchema),
    /** Exact: found by its blind index. */
    phone: Type.Optional(Type.String({ pattern: '^1\\d{10}$' })),
    nickname: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
    tagId: Type.Optional(IdSchema),
    memberLevel: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
  },
  { additionalProperties: false },
)

export const AdminUserView = Type.Object(
  {
    ...UserView.properties,
    growthFen: Type.Integer(),
    status: Status,
    statusReason: Nullable(Type.String()),
    disabledUntil: Nullable(Type.String({ format: 'date-time' })),
    tags: Type.Array(Type.Object({ id: IdSchema, name: Type.String() })),
  },
  { title: 'AdminUserView' },
)

export function toAdminUserView(user: User, vault: Vault, tags: readonly Tag[]) {
  return {
    ...toUserView(user, vault),
    growthFen: user.growthFen,
    status: user.status,
    statusReason: user.statusReason,
    disabledUntil: user.disabledUntil?.toISOString() ?? null,
    tags: [...tags],
  }
}

const MOST_OF_ONE = 20

export const UserTagsBody = Type.Object(
  { tagIds: Type.Array(IdSchema, { maxItems: MOST_OF_ONE, uniqueItems: true }) },
  { additionalProperties: false },
)

export const UserStatusBody = Type.Object(
  {
    status: Type.Union([Type.Literal('ACTIVE'), Type.Literal('DISABLED')]),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
    until: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
)

export const RevealBody = Type.Object(
  {
    field: Type.Union([Type.Literal('PHONE'), Type.Literal('IDENTITY')]),
    reason: Type.String({ minLength: 4, maxLength: 200 }),
  },
  { additionalProperties: false },
)

export const RevealView = Type.Object(
  {
    phone: Type.Optional(Type.String()),
    realName: Type.Optional(Type.String()),
    idNumber: Type.Optional(Type.String()),
  },
  { title: 'RevealView' },
)
