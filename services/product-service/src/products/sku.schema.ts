import { IdSchema } from '@linli/http'
import type { Product as ProductMessage, Sku as SkuMessage } from '@linli/proto/product'
import { type Static, Type } from 'typebox'
import type { ProductHead } from './product.store.ts'
import { type SkuOffer, sellable, UNPURCHASABLE, unpurchasable } from './sku-offer.ts'

type UrlOf = (key: string) => string

export function toSkuMessage(offer: SkuOffer, urlOf: UrlOf): SkuMessage {
  const reason = unpurchasable(offer)
  const { image, warehouseId, limitPerOrder, limitPerDay } = offer
  return {
    skuId: offer.skuId,
    productId: offer.productId,
    merchantId: offer.merchantId,
    productName: offer.productName,
    specText: offer.specText,
    imageUrl: image === null ? '' : urlOf(image),
    priceFen: offer.priceFen,
    marketPriceFen: offer.marketPriceFen,
    weightG: offer.weightG,
    volumeCm3: offer.volumeCm3,
    unit: offer.unit,
    storageType: offer.storageType,
    fresh: offer.fresh,
    shelfLifeHours: offer.shelfLifeHours,
    deliveryModes: offer.deliveryModes,
    status: offer.enabled ? offer.status : 'OFF_SALE',
    warehouseId: warehouseId ?? '',
    availableQty: sellable(offer),
    ...(limitPerOrder !== null && { limitPerOrder }),
    ...(limitPerDay !== null && { limitPerDay }),
    boughtToday: offer.boughtToday,
    categoryIds: offer.categoryPath.split('/'),
    presale: false,
    purchasable: reason === undefined,
    ...(reason && { reason }),
    priceVersion: offer.priceVersion,
    version: offer.version,
  }
}

export function toProductMessage(
  head: ProductHead,
  offers: readonly SkuOffer[],
  { urlOf, asOfMs }: { urlOf: UrlOf; asOfMs: number },
): ProductMessage {
  return {
    productId: head.id,
    merchantId: head.merchantId,
    name: head.name,
    subtitle: head.subtitle,
    imageUrl: head.image === null ? '' : urlOf(head.image),
    categoryIds: head.categoryPath.split('/'),
    status: head.status,
    storageType: head.storageType,
    deliveryModes: head.deliveryModes,
    minPriceFen: head.minPriceFen,
    maxPriceFen: head.maxPriceFen,
    skus: offers.map((offer) => toSkuMessage(offer, urlOf)),
    version: head.version,
    asOfMs,
  }
}

/** What moves: price and stock, read live (P17). */
export const SkuOfferView = Type.Object(
  {
    skuId: IdSchema,
    specText: Type.String(),
    imageUrl: Type.String(),
    priceFen: Type.Integer(),
    marketPriceFen: Type.Integer(),
    availableQty: Type.Integer(),
    limitPerOrder: Type.Union([Type.Integer(), Type.Null()]),
    limitPerDay: Type.Union([Type.Integer(), Type.Null()]),
    boughtToday: Type.Integer(),
    purchasable: Type.Boolean(),
    reason: Type.Union([Type.Enum(UNPURCHASABLE), Type.Null()]),
    priceVersion: Type.Integer(),
  },
  { title: 'SkuOfferView' },
)

export function toSkuOfferView(offer: SkuOffer, urlOf: UrlOf): Static<typeof SkuOfferView> {
  return {
    skuId: offer.skuId,
    specText: offer.specText,
    imageUrl: offer.image === null ? '' : urlOf(offer.image),
    priceFen: offer.priceFen,
    marketPriceFen: offer.marketPriceFen,
    availableQty: sellable(offer),
    limitPerOrder: offer.limitPerOrder,
    limitPerDay: offer.limitPerDay,
    boughtToday: offer.boughtToday,
    purchasable: unpurchasable(offer) === undefined,
    reason: unpurchasable(offer) ?? null,
    priceVersion: offer.priceVersion,
  }
}
