import { IdSchema, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { LINK_PATTERN } from '../links/link.ts'
import { type Banner, CAPTIONS, POSITIONS } from './banner.ts'

const Position = Type.Enum([...POSITIONS])
const Caption = Type.Enum([...CAPTIONS])
const Time = Type.String({ format: 'date-time' })
const Maybe = Type.Union([Time, Type.Null()])

const content = {
  position: Position,
  title: Type.String({ minLength: 1, maxLength: 40 }),
  subtitle: Type.String({ maxLength: 60, default: '' }),
  caption: Type.Enum([...CAPTIONS], { default: 'NONE' }),
  imageUrl: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 }),
  link: Type.String({ pattern: LINK_PATTERN, default: '' }),
  communityIds: Type.Array(IdSchema, { maxItems: 200, default: [], description: 'empty: everywhere' }),
  sort: Type.Integer({ minimum: 1, maximum: 1_000 }),
  startsAt: Type.Optional(Time),
  endsAt: Type.Optional(Time),
  enabled: Type.Boolean({ default: true }),
}

export const CreateBannerBody = Type.Object(content, { additionalProperties: false })
export const EditBannerBody = Type.Object(
  { ...content, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

/** Without version: both bodies hold it. */
export const bannerOf = ({
  startsAt,
  endsAt,
  ...rest
}: Static<typeof CreateBannerBody>): Omit<Banner, 'id' | 'version'> => ({
  ...rest,
  startsAt: startsAt === undefined ? null : new Date(startsAt),
  endsAt: endsAt === undefined ? null : new Date(endsAt),
})

export const BannerQuery = Type.Object(
  { position: Position, communityId: Type.Optional(IdSchema) },
  { additionalProperties: false },
)

export const BannerView = Type.Object(
  {
    id: IdSchema,
    title: Type.String(),
    subtitle: Type.String(),
    caption: Caption,
    imageUrl: Type.String(),
    link: Type.String(),
  },
  { title: 'BannerView' },
)
export const BannersView = Type.Object({ items: Type.Array(BannerView) }, { title: 'BannersView' })

export const toBannerView = ({
  id,
  title,
  subtitle,
  caption,
  imageUrl,
  link,
}: Banner): Static<typeof BannerView> => ({
  ...{ id, title, subtitle, caption, imageUrl, link },
})

export const AdminBannerView = Type.Object(
  {
    ...BannerView.properties,
    position: Position,
    communityIds: Type.Array(IdSchema),
    sort: Type.Integer(),
    startsAt: Maybe,
    endsAt: Maybe,
    enabled: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'AdminBannerView' },
)
export const BannerTable = TablePage(AdminBannerView)

export const toAdminBannerView = (banner: Banner): Static<typeof AdminBannerView> => ({
  ...toBannerView(banner),
  position: banner.position,
  communityIds: [...banner.communityIds],
  sort: banner.sort,
  startsAt: banner.startsAt?.toISOString() ?? null,
  endsAt: banner.endsAt?.toISOString() ?? null,
  enabled: banner.enabled,
  version: banner.version,
})

export const BannerTableQuery = Type.Object(
  { ...TableQuery, position: Type.Optional(Position) },
  { additionalProperties: false },
)
