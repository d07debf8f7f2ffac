import { IdSchema, PageQuery, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { COMMUNITY_STATUSES, type Community, MODES } from './community.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const ModeSchema = Type.Enum([...MODES])
export const Lng = Type.Number({ minimum: -180, maximum: 180, description: 'GCJ-02' })
export const Lat = Type.Number({ minimum: -90, maximum: 90, description: 'GCJ-02' })
const Corner = Type.Tuple([Lng, Lat])

export const NearbyQuery = Type.Object(
  { lng: Lng, lat: Lat, city: Type.Optional(Type.String({ maxLength: 40 })) },
  { additionalProperties: false },
)

export const CommunityQuery = Type.Object(
  {
    keyword: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    city: Type.Optional(Type.String({ maxLength: 40 })),
    ...PageQuery,
  },
  { additionalProperties: false },
)

export const CommunityTableQuery = Type.Object(
  {
    keyword: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    status: Type.Optional(Type.Enum([...COMMUNITY_STATUSES])),
    ...TableQuery,
  },
  { additionalProperties: false },
)

const shown = {
  id: IdSchema,
  name: Type.String(),
  city: Type.String(),
  district: Type.String(),
  address: Type.String(),
  lng: Lng,
  lat: Lat,
  /** Takes orders now. */
  open: Type.Boolean(),
  deliveryModes: Type.Array(ModeSchema),
  defaultPickupPointId: Nullable(IdSchema),
}

export const CommunityView = Type.Object(shown, { title: 'CommunityView' })

/** With its area, so that a place can be chosen on a drawing of it. */
export const CommunityDetailView = Type.Object(
  {
    ...shown,
    fence: Nullable(Type.Array(Corner)),
    radiusM: Nullable(Type.Integer()),
  },
  { title: 'CommunityDetailView' },
)

export const NearbyView = Type.Object(
  {
    /** The community whose area holds the place; null = outside every area. */
    communityId: Nullable(IdSchema),
    items: Type.Array(Type.Object({ ...shown, distanceM: Type.Integer() })),
  },
  { title: 'NearbyView' },
)

const Name = Type.String({ minLength: 1, maxLength: 60 })
const written = {
  name: Name,
  pinyin: Type.String({ maxLength: 120, pattern: '^[a-z0-9]*$' }),
  pinyinInitials: Type.String({ maxLength: 40, pattern: '^[a-z0-9]*$' }),
  province: Name,
  city: Name,
  district: Name,
  adcode: Type.String({ pattern: '^\\d{6}$' }),
  address: Type.String({ minLength: 1, maxLength: 200 }),
  lng: Lng,
  lat: Lat,
  fence: Nullable(Type.Array(Corner, { minItems: 3, maxItems: 500 })),
  radiusM: Nullable(Type.Integer({ minimum: 50, maximum: 50_000 })),
  status: Type.Enum(['PREPARING', 'OPEN', 'PAUSED', 'CLOSED']),
  warehouseId: IdSchema,
  leaderId: Nullable(IdSchema),
  deliveryModes: Type.Array(ModeSchema, { minItems: 1, uniqueItems: true }),
  defaultPickupPointId: Nullable(IdSchema),
}

export const CreateCommunityBody = Type.Object(written, { additionalProperties: false })
export const UpdateCommunityBody = Type.Object(
  { ...written, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const ImportCommunitiesBody = Type.Object(
  { communities: Type.Array(CreateCommunityBody, { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
)
export const ImportView = Type.Object(
  {
    createdIds: Type.Array(IdSchema),
    /** Positions that were there already, and why. */
    refused: Type.Array(Type.Object({ index: Type.Integer(), name: Type.String(), code: Type.Integer() })),
  },
  { title: 'ImportView' },
)

export const AdminCommunityView = Type.Object(
  {
    ...written,
    status: Type.Enum([...COMMUNITY_STATUSES]),
    id: IdSchema,
    version: Type.Integer(),
    createdAt: Type.String(),
    updatedAt: Type.String(),
  },
  { title: 'AdminCommunityView' },
)

export const toCommunityView = (community: Community): Static<typeof CommunityView> => ({
  id: community.id,
  name: community.name,
  city: community.city,
  district: community.district,
  address: community.address,
  lng: community.lng,
  lat: community.lat,
  open: community.status === 'OPEN',
  deliveryModes: [...community.deliveryModes],
  defaultPickupPointId: community.defaultPickupPointId,
})

const cornersOf = ({ fence }: Community) => fence?.map(([lng, lat]): [number, number] => [lng, lat]) ?? null

export const toCommunityDetailView = (community: Community): Static<typeof CommunityDetailView> => ({
  ...toCommunityView(community),
  fence: cornersOf(community),
  radiusM: community.radiusM,
})

export const toAdminCommunityView = (community: Community): Static<typeof AdminCommunityView> => ({
  ...community,
  fence: cornersOf(community),
  deliveryModes: [...community.deliveryModes],
  createdAt: community.createdAt.toISOString(),
  updatedAt: community.updatedAt.toISOString(),
})
