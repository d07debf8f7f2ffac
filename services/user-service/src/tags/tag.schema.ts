import { IdSchema } from '@linli/http'
import { Type } from 'typebox'

export const TagBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' }) },
  { additionalProperties: false },
)

export const TagView = Type.Object(
  { id: IdSchema, name: Type.String(), users: Type.Integer() },
  { title: 'TagView' },
)
