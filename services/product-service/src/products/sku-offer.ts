import type { DeliveryMode, StorageType } from '@linli/proto/product'
import type { ProductStatus } from './product.ts'

export const UNPURCHASABLE = ['OFF_SALE', 'NOT_SERVED', 'OUT_OF_STOCK', 'LIMIT_REACHED'] as const
export type Unpurchasable = (typeof UNPURCHASABLE)[number]

/** A SKU as one community (and one user) may buy it now. */
export type SkuOffer = {
  readonly skuId: string
  readonly productId: string
  readonly merchantId: string
  readonly productName: string
  readonly specText: string
  /** Object key of the SKU's picture, else of the product's first. */
  readonly image: string | null
  readonly priceFen: number
  readonly marketPriceFen: number
  readonly weightG: number
  readonly volumeCm3: number
  readonly unit: string
  readonly storageType: StorageType
  readonly fresh: boolean
  readonly shelfLifeHours: number
  readonly deliveryModes: DeliveryMode[]
  readonly status: ProductStatus
  readonly enabled: boolean
  /** Null when no warehouse of the community holds the SKU. */
  readonly warehouseId: string | null
  readonly stockFactor: number
  /** Units of stock; may be summed over warehouses when no community is given. */
  readonly availableStock: number
  readonly limitPerOrder: number | null
  readonly limitPerDay: number | null
  readonly boughtToday: number
  /** Ids from the root to the category, joined by `/`. */
  readonly categoryPath: string
  readonly priceVersion: number
  readonly version: number
}

/** How many units can be sold. */
export const sellable = ({ availableStock, stockFactor }: SkuOffer): number =>
  Math.max(0, Math.floor(availableStock / stockFactor))

/** Why the SKU cannot be bought, or undefined when it can. */
export function unpurchasable(offer: SkuOffer): Unpurchasable | undefined {
  if (offer.status !== 'ON_SALE' || !offer.enabled) return 'OFF_SALE'
  if (offer.warehouseId === null) return 'NOT_SERVED'
  if (sellable(offer) === 0) return 'OUT_OF_STOCK'
  if (offer.limitPerDay !== null && offer.boughtToday >= offer.limitPerDay) return 'LIMIT_REACHED'
  return undefined
}
