import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import { type Recommendation, SLOTS } from './recommendation.ts'

const Time = Type.String({ format: 'date-time' })
const content = {
  communityId: Type.Optional(IdSchema),
  position: Type.Integer({ minimum: 1, maximum: 1_000 }),
  startsAt: Type.Optional(Time),
  endsAt: Type.Optional(Time),
  enabled: Type.Boolean({ default: true }),
}

export const CreateRecommendationBody = Type.Object(
  { ...content, slot: Type.Enum(SLOTS), productId: IdSchema },
  { additionalProperties: false },
)
export const EditRecommendationBody = Type.Object(
  { ...content, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

type Content = Static<typeof EditRecommendationBody>

export const recommendationOf = ({ communityId, startsAt, endsAt }: Omit<Content, 'version'>) => ({
  communityId: communityId ?? null,
  startsAt: startsAt === undefined ? null : new Date(startsAt),
  endsAt: endsAt === undefined ? null : new Date(endsAt),
})

const Maybe = Type.Union([Time, Type.Null()])

export const RecommendationView = Type.Object(
  {
    id: IdSchema,
    slot: Type.Enum(SLOTS),
    productId: IdSchema,
    communityId: Type.Union([IdSchema, Type.Null()]),
    position: Type.Integer(),
    startsAt: Maybe,
    endsAt: Maybe,
    enabled: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'RecommendationView' },
)

export const toRecommendationView = (row: Recommendation): Static<typeof RecommendationView> => ({
  ...row,
  startsAt: row.startsAt?.toISOString() ?? null,
  endsAt: row.endsAt?.toISOString() ?? null,
})
