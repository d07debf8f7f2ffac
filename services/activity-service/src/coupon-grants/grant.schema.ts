import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { GrantProgress } from './grant.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Time = Type.String({ format: 'date-time' })

export const GrantBody = Type.Object(
  {
    userIds: Type.Optional(Type.Array(IdSchema, { minItems: 1, maxItems: 1_000 })),
    /** Instead of users: everybody who has this tag now. */
    tagId: Type.Optional(IdSchema),
    source: Type.Enum(['ADMIN', 'COMPENSATION'], { default: 'ADMIN' }),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
  },
  { additionalProperties: false },
)

export const GrantParams = Type.Object({ id: IdSchema, grantId: IdSchema }, { additionalProperties: false })

export const GrantView = Type.Object(
  {
    id: IdSchema,
    templateId: IdSchema,
    source: Type.String(),
    reason: Type.String(),
    status: Type.Enum(['RUNNING', 'DONE']),
    createdAt: Time,
    finishedAt: Nullable(Time),
    total: Type.Integer(),
    granted: Type.Integer(),
    refused: Type.Integer(),
    /** The refused first; of many the first thousand. */
    results: Type.Array(
      Type.Object({
        userId: IdSchema,
        outcome: Type.Enum(['PENDING', 'GRANTED', 'REFUSED']),
        reason: Nullable(Type.String()),
        couponId: Nullable(IdSchema),
      }),
    ),
  },
  { title: 'GrantView' },
)

export function toGrantView({
  createdAt,
  finishedAt,
  results,
  ...grant
}: GrantProgress): Static<typeof GrantView> {
  return {
    ...grant,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    results: [...results],
  }
}
