import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import { CONTENT_TYPES, PORTRAIT_BYTES, PORTRAIT_TYPES } from './upload.ts'

export const AnnounceUploadBody = Type.Object(
  {
    contentType: Type.Enum(CONTENT_TYPES),
    sizeBytes: Type.Integer({ minimum: 1, maximum: 50 * 1024 * 1024 }),
  },
  { additionalProperties: false },
)

export const AnnouncePortraitBody = Type.Object(
  {
    contentType: Type.Enum(PORTRAIT_TYPES),
    sizeBytes: Type.Integer({ minimum: 1, maximum: PORTRAIT_BYTES }),
  },
  { additionalProperties: false },
)

/** Post `fields` and then `file` as multipart/form-data to `url`; afterwards `key` may be attached. */
export const UploadView = Type.Object(
  {
    id: IdSchema,
    key: Type.String(),
    url: Type.String(),
    fields: Type.Record(Type.String(), Type.String()),
    publicUrl: Type.String(),
    expiresAt: Type.String({ format: 'date-time' }),
  },
  { title: 'UploadView' },
)
