import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { CodeBatch } from './code.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Time = Type.String({ format: 'date-time' })

export const CodesBody = Type.Object(
  { count: Type.Integer({ minimum: 1, maximum: 1_000 }), expiresAt: Type.Optional(Time) },
  { additionalProperties: false },
)

export const CodesView = Type.Object(
  {
    id: IdSchema,
    templateId: IdSchema,
    count: Type.Integer(),
    expiresAt: Nullable(Time),
    createdAt: Time,
    /** Told once, when they are made: only their hashes are kept. Null when the same request comes again. */
    codes: Nullable(Type.Array(Type.String())),
  },
  { title: 'CodesView' },
)

export const toCodesView = (batch: CodeBatch & { codes?: string[] }): Static<typeof CodesView> => ({
  id: batch.id,
  templateId: batch.templateId,
  count: batch.count,
  expiresAt: batch.expiresAt?.toISOString() ?? null,
  createdAt: batch.createdAt.toISOString(),
  codes: batch.codes ?? null,
})
