import { businessDay, CommonErrors, isId } from '@linli/core'
import { implement } from '@linli/grpc'
import { ProductQueryDefinition } from '@linli/proto/product'
import { gatherCategoryPaths } from '../categories/gather-category-paths.ts'
import type { Deps } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { gatherReservation } from '../reservations/gather-reservation.ts'
import { demandOf, excessesOf } from '../reservations/reservation.ts'
import { gatherUpload } from '../uploads/gather-uploads.ts'
import { ownedByMerchant, ownedByUser } from '../uploads/upload.ts'
import { findProductHeads } from './product.store.ts'
import { toProductMessage, toSkuMessage } from './sku.schema.ts'
import { loadSkuLimits, loadSkuOffers, loadSkuTotals } from './sku-offer.store.ts'

const MAX_SKUS = 200
const MAX_PRODUCTS = 100

/** What other services may ask (product.md §8). Everything is read live: nothing here comes from a cache. */
export const productRpc = implement(ProductQueryDefinition, (deps: Deps) => {
  const urlOf = deps.storage.url

  const loadProducts = async (productIds: readonly string[], communityId: string | undefined) => {
    const at = deps.clock.now()
    const [heads, offers] = await Promise.all([
      findProductHeads(deps.sql, productIds),
      communityId && isId(communityId)
        ? loadSkuOffers(deps.sql, { productIds }, { communityId, day: businessDay(at) })
        : loadSkuTotals(deps.sql, productIds),
    ])
    return heads.map((head) => {
      const own = offers.filter(({ productId }) => productId === head.id)
      return toProductMessage(head, own, { urlOf, asOfMs: at.getTime() })
    })
  }

  return {
    async batchGetSkus({ skuIds, communityId, userId }) {
      const ids = idsOf(skuIds, MAX_SKUS)
      const at = deps.clock.now()
      const buyer = { communityId, userId, day: businessDay(at) }
      const offers = isId(communityId) ? await loadSkuOffers(deps.sql, { skuIds: ids }, buyer) : []
      return {
        skus: offers.map((offer) => toSkuMessage(offer, urlOf)),
        missingIds: missing(skuIds, new Set(offers.map(({ skuId }) => skuId))),
        asOfMs: at.getTime(),
      }
    },

    async getProduct({ productId, communityId }) {
      const [product] = await loadProducts(idsOf([productId], 1), communityId)
      if (!product) throw ProductErrors.PRODUCT_NOT_FOUND({ productId })
      return product
    },

    async batchGetProducts({ productIds, communityId }) {
      const products = await loadProducts(idsOf(productIds, MAX_PRODUCTS), communityId)
      const found = new Set(products.map(({ productId }) => productId))
      return { products, missingIds: missing(productIds, found), asOfMs: deps.clock.now().getTime() }
    },

    async checkPurchaseLimits({ userId, items }) {
      const at = deps.clock.now()
      const demands = demandOf(items)
      const skuIds = idsOf(
        demands.map(({ skuId }) => skuId),
        MAX_SKUS,
      )
      const skus = await loadSkuLimits(deps.sql, skuIds, { userId, day: businessDay(at) })
      const bought = new Map(skus.map((sku) => [sku.skuId, sku.boughtToday]))
      const violations = demands.flatMap((demand) =>
        excessesOf(
          demand,
          skus.find(({ skuId }) => skuId === demand.skuId),
          bought,
        ),
      )
      return { allowed: violations.length === 0, violations, asOfMs: at.getTime() }
    },

    getCategoryPath: ({ categoryIds }) => gatherCategoryPaths(deps, idsOf(categoryIds, MAX_PRODUCTS)),

    async getReservation({ orderId }) {
      const reservation = isId(orderId) ? await gatherReservation(deps, orderId) : undefined
      if (!reservation) throw ProductErrors.RESERVATION_NOT_FOUND({ orderId })
      return reservation
    },

    async getUpload({ objectKey, userId, merchantId }) {
      const owner = userId === '' ? ownedByMerchant(merchantId) : ownedByUser(userId)
      const { publicUrl, contentType, sizeBytes, refusal } = await gatherUpload(deps, { objectKey, owner })
      return { objectKey, publicUrl, contentType, sizeBytes, refusal, asOfMs: deps.clock.now().getTime() }
    },
  }
})

/** Well-formed ids; an id that is none is simply not found. @throws INVALID_REQUEST when there are too many. */
function idsOf(ids: readonly string[], atMost: number): string[] {
  if (ids.length > atMost) throw CommonErrors.INVALID_REQUEST({ atMost, given: ids.length })
  return [...new Set(ids)].filter(isId)
}

const missing = (asked: readonly string[], found: ReadonlySet<string>): string[] =>
  [...new Set(asked)].filter((id) => !found.has(id))
