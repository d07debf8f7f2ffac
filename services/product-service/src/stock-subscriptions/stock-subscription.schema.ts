import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { StockSubscription } from './stock-subscription.ts'

export const StockSubscriptionBody = Type.Object(
  { skuId: IdSchema, communityId: IdSchema },
  { additionalProperties: false },
)
export const StockSubscriptionQuery = Type.Object({ productId: IdSchema }, { additionalProperties: false })

export const StockSubscriptionView = Type.Object(
  {
    id: IdSchema,
    skuId: IdSchema,
    productId: IdSchema,
    createdAt: Type.String({ format: 'date-time' }),
  },
  { title: 'StockSubscriptionView' },
)
export const StockSubscriptionsView = Type.Object(
  { items: Type.Array(StockSubscriptionView) },
  { title: 'StockSubscriptionsView' },
)

export const toStockSubscriptionView = ({
  id,
  skuId,
  productId,
  createdAt,
}: StockSubscription): Static<typeof StockSubscriptionView> => ({
  id,
  skuId,
  productId,
  createdAt: createdAt.toISOString(),
})
