import { IdSchema, PageQuery } from '@linli/http'
import { Type } from 'typebox'
import { DeliveryView } from '../deliveries/delivery.schema.ts'

export const ReceiptQuery = Type.Object(
  { pickupPointId: Type.Optional(IdSchema), batchId: Type.Optional(IdSchema), ...PageQuery },
  { additionalProperties: false },
)

export const ReceiptBody = Type.Object(
  {
    pickupPointId: IdSchema,
    orderIds: Type.Array(IdSchema, { minItems: 1, maxItems: 100, uniqueItems: true }),
  },
  { additionalProperties: false },
)

export const ReceiptView = Type.Object({ items: Type.Array(DeliveryView) }, { title: 'ReceiptView' })
