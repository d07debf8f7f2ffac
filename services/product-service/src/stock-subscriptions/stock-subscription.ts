import { type DomainEvent, happened } from '@linli/core'
import { StockReplenished } from '@linli/proto/product'
import { ProductErrors } from '../errors.ts'
import { type SkuOffer, unpurchasable } from '../products/sku-offer.ts'

/** How many things a resident may wait for at a time. */
export const MAX_WAITING = 50

/** A resident who waits for a sold-out SKU (product.md P12). */
export type StockSubscription = {
  readonly id: string
  readonly userId: string
  readonly skuId: string
  readonly productId: string
  /** Whose warehouse decides. */
  readonly communityId: string
  readonly createdAt: Date
}

/** @throws SKU_NOT_FOUND, STOCK_AVAILABLE, STOCK_SUBSCRIPTION_POINTLESS unless it is sold out and nothing else. */
export function assertSoldOut(offer: SkuOffer | undefined): SkuOffer {
  if (!offer) throw ProductErrors.SKU_NOT_FOUND()
  const { skuId } = offer
  const reason = unpurchasable(offer)
  if (reason === undefined || reason === 'LIMIT_REACHED') throw ProductErrors.STOCK_AVAILABLE({ skuId })
  if (reason !== 'OUT_OF_STOCK') throw ProductErrors.STOCK_SUBSCRIPTION_POINTLESS({ skuId, reason })
  return offer
}

/** A subscription whose SKU can be bought again. */
export type Answered = Pick<StockSubscription, 'id' | 'userId' | 'skuId' | 'productId'> & {
  readonly merchantId: string
  readonly productName: string
  readonly specText: string
  readonly availableQty: number
}

export const replenishedEvent = ({ id, ...answered }: Answered, at: Date): DomainEvent =>
  happened(
    StockReplenished,
    { aggregateType: 'stock-subscription', aggregateId: id },
    { ...answered, occurredAt: at, version: 0 },
  )
