import { IdSchema } from '@linli/http'
import { Type } from 'typebox'

const Ids = Type.Array(IdSchema, { minItems: 1, maxItems: 500 })

export const ScopeSchema = Type.Union([
  Type.Object({ kind: Type.Literal('ALL') }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Enum(['CATEGORY', 'PRODUCT', 'SKU', 'COMMUNITY', 'MERCHANT']), ids: Ids },
    { additionalProperties: false },
  ),
])
