import { createHash } from 'node:crypto'
import { type DomainEvent, defineMachine, happened } from '@linli/core'
import {
  type DeliveryMode,
  ProductPriceChanged,
  ProductPublished,
  ProductUnpublished,
  ProductUpdated,
  type StorageType,
  type UnpublishReason,
} from '@linli/proto/product'

/** product.md P02. A product that was approved for a later time waits in OFF_SALE. */
export const productMachine = defineMachine('product', 'DRAFT', {
  DRAFT: { submit: 'PENDING_REVIEW', recycle: 'RECYCLED' },
  PENDING_REVIEW: { approve: 'ON_SALE', approveForLater: 'OFF_SALE', reject: 'DRAFT', withdraw: 'DRAFT' },
  ON_SALE: { takeOff: 'OFF_SALE' },
  OFF_SALE: { putOn: 'ON_SALE', recycle: 'RECYCLED' },
  RECYCLED: { restore: 'DRAFT' },
})

export type ProductStatus = (typeof productMachine.states)[number]
export type ProductEvent = Parameters<typeof productMachine.next>[1]

export type Actor = { readonly type: 'SYSTEM' | 'STAFF' | 'ADMIN'; readonly id: string | null }

export const SYSTEM: Actor = { type: 'SYSTEM', id: null }

export type Spec = { readonly name: string; readonly value: string }

/** What its owner may edit of a product. */
export type ProductContent = {
  readonly categoryId: string
  readonly name: string
  readonly subtitle: string
  readonly origin: string
  readonly storageType: Exclude<StorageType, 'UNSPECIFIED' | 'UNRECOGNIZED'>
  readonly shelfLifeHours: number
  readonly fresh: boolean
  readonly allergens: readonly string[]
  readonly unit: string
  readonly deliveryModes: readonly Exclude<DeliveryMode, 'UNSPECIFIED' | 'UNRECOGNIZED'>[]
  /** Object keys; the first is the main picture. */
  readonly images: readonly string[]
  readonly video: string | null
  /** Sanitised. */
  readonly detailHtml: string
  readonly tags: readonly string[]
  readonly sort: number
}

export type SkuContent = {
  /** Absent: the SKU with the same specs, else a new one. */
  readonly id?: string | undefined
  readonly code: string
  readonly specs: readonly Spec[]
  readonly priceFen: number
  readonly marketPriceFen: number
  readonly costFen: number
  readonly netWeightG: number
  readonly volumeCm3: number
  readonly image: string | null
  readonly stockFactor: number
  readonly limitPerOrder: number | null
  readonly limitPerDay: number | null
}

export type Product = ProductContent & {
  readonly id: string
  readonly merchantId: string
  readonly status: ProductStatus
  readonly onSaleAt: Date | null
  readonly offSaleAt: Date | null
  readonly publishedAt: Date | null
  readonly version: number
  /** Ids from the root, joined by `/`. */
  readonly categoryPath: string
  readonly skus: readonly Sku[]
}

export type Sku = SkuContent & {
  readonly id: string
  readonly specText: string
  readonly specHash: string
  readonly enabled: boolean
  readonly priceVersion: number
  readonly version: number
}

/** What people read of a SKU: `500g / 礼盒`. */
export const specTextOf = (specs: readonly Spec[]): string => specs.map(({ value }) => value).join(' / ')

/** The same for the same values of the same dimensions, in any order: unique within a product. */
export function specHashOf(specs: readonly Spec[]): string {
  const pairs = specs.map(({ name, value }) => [
    name.normalize('NFKC').trim(),
    value.normalize('NFKC').trim(),
  ])
  pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(pairs)).digest('hex')
}

/** What is missing before people may see the product; empty when nothing is. */
export function missingForSale(product: Product): string[] {
  const enabled = product.skus.filter((sku) => sku.enabled)
  return [
    ...(product.images.length === 0 ? ['images'] : []),
    ...(enabled.length === 0 ? ['skus'] : []),
    ...(enabled.some((sku) => sku.priceFen === 0) ? ['price'] : []),
    ...(product.unit === '' ? ['unit'] : []),
  ]
}

const about = ({ id, version }: Product) => ({
  aggregateType: 'product',
  aggregateId: id,
  aggregateVersion: version,
})

const enabledIds = ({ skus }: Product) => skus.filter((sku) => sku.enabled).map(({ id }) => id)

/** @param imageUrl where its main picture can be read. */
export function publishedEvent(product: Product, imageUrl: string, at: Date): DomainEvent {
  const { id, merchantId, name, categoryPath, version } = product
  return happened(ProductPublished, about(product), {
    productId: id,
    merchantId,
    name,
    imageUrl,
    skuIds: enabledIds(product),
    categoryIds: categoryPath.split('/'),
    publishedAt: at,
    version,
  })
}

export function unpublishedEvent(product: Product, reason: UnpublishReason, at: Date): DomainEvent {
  const { id, merchantId, name, version } = product
  return happened(ProductUnpublished, about(product), {
    productId: id,
    merchantId,
    name,
    skuIds: enabledIds(product),
    reason,
    unpublishedAt: at,
    version,
  })
}

export function updatedEvent(product: Product, imageUrl: string, at: Date): DomainEvent {
  const { id, merchantId, name, categoryPath, status, version } = product
  return happened(ProductUpdated, about(product), {
    productId: id,
    merchantId,
    name,
    imageUrl,
    skuIds: enabledIds(product),
    categoryIds: categoryPath.split('/'),
    status,
    updatedAt: at,
    version,
  })
}

export type PriceChange = {
  readonly skuId: string
  readonly specText: string
  readonly oldFen: number
  readonly newFen: number
}

export function priceChangedEvent(product: Product, change: PriceChange, at: Date): DomainEvent {
  return happened(ProductPriceChanged, about(product), {
    productId: product.id,
    merchantId: product.merchantId,
    skuId: change.skuId,
    productName: product.name,
    specText: change.specText,
    oldPriceFen: change.oldFen,
    newPriceFen: change.newFen,
    changedAt: at,
    version: product.version,
  })
}
