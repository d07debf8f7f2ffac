import type { Body } from '@linli/api-client'
import type { Product } from '../../api'

export type ProductBody = Body<'editMerchantProduct'>

/** The API takes a whole product: everything as it was read, on the version that was read. */
export function bodyOf(product: Product): ProductBody {
  const { categoryId, name, subtitle, origin, storageType, shelfLifeHours, fresh, allergens, unit } = product
  const { deliveryModes, detailHtml, tags, sort, version, images, video, allSkus } = product
  return {
    ...{ categoryId, name, subtitle, origin, storageType, shelfLifeHours, fresh, allergens, unit },
    ...{ deliveryModes, detailHtml, tags, sort, version },
    images: images.map(({ key }) => key),
    ...(video && { video: video.key }),
    skus: allSkus
      .filter(({ enabled }) => enabled)
      .map(({ id, code, specs, costFen, netWeightG, volumeCm3, stockFactor, ...sku }) => ({
        ...{ id, code, specs, costFen, netWeightG, volumeCm3, stockFactor },
        priceFen: sku.priceFen,
        marketPriceFen: sku.marketPriceFen,
        ...(sku.image !== null && { image: sku.image }),
        ...(sku.limitPerOrder !== null && { limitPerOrder: sku.limitPerOrder }),
        ...(sku.limitPerDay !== null && { limitPerDay: sku.limitPerDay }),
      })),
  }
}
