import { IdSchema, TableQuery } from '@linli/http'
import { Type } from 'typebox'
import type { Merchant } from './merchant.ts'

const Status = Type.Enum(['DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'SUSPENDED'])

export const MerchantView = Type.Object(
  {
    id: IdSchema,
    name: Type.String(),
    logoUrl: Type.String(),
    status: Status,
    commissionBp: Type.Integer(),
    version: Type.Integer(),
  },
  { title: 'MerchantView' },
)

export function toMerchantView({ id, name, logoUrl, status, commissionBp, version }: Merchant) {
  return { id, name, logoUrl, status, commissionBp, version }
}

export const MerchantTableQuery = Type.Object(
  { ...TableQuery, status: Type.Optional(Status) },
  { additionalProperties: false },
)

export const MerchantStatusBody = Type.Object(
  {
    status: Type.Union([Type.Literal('APPROVED'), Type.Literal('SUSPENDED')]),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
  },
  { additionalProperties: false },
)
