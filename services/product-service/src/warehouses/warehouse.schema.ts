import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { WarehouseRow } from './warehouse.store.ts'

const content = {
  code: Type.String({ minLength: 1, maxLength: 20, pattern: '^[0-9A-Za-z_-]+$' }),
  name: Type.String({ minLength: 1, maxLength: 40 }),
  city: Type.String({ minLength: 1, maxLength: 40 }),
  address: Type.String({ minLength: 1, maxLength: 200 }),
  contactPhone: Type.String({ maxLength: 20, pattern: '^[0-9+-]*$', default: '' }),
  enabled: Type.Boolean({ default: true }),
}

const RegionSchema = Type.Object(
  { communityId: IdSchema, priority: Type.Integer({ minimum: 1, maximum: 100 }) },
  { additionalProperties: false },
)

export const CreateWarehouseBody = Type.Object(content, { additionalProperties: false })
export const EditWarehouseBody = Type.Object(
  { ...content, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
export const RegionsBody = Type.Object(
  { regions: Type.Array(RegionSchema, { maxItems: 1_000 }) },
  { additionalProperties: false },
)

export const WarehouseView = Type.Object(
  {
    id: IdSchema,
    ...content,
    contactPhone: Type.String(),
    version: Type.Integer(),
    regions: Type.Array(RegionSchema),
  },
  { title: 'WarehouseView' },
)

export const toWarehouseView = ({ regions, ...row }: WarehouseRow): Static<typeof WarehouseView> => ({
  ...row,
  regions: regions.map(({ communityId, priority }) => ({ communityId, priority })),
})
