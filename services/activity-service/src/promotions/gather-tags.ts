import type { Deps } from '../deps.ts'
import { gatherRules } from './gather-prices.ts'
import { isRunning, type Promotion } from './promotion.ts'
import { reaches } from './scope.ts'

export type Tagged = { readonly productId: string; readonly promotions: readonly Promotion[] }

/** The running promotions that touch each product, by any of its SKUs. Asks product-service only when something runs. */
export async function gatherTags(
  deps: Deps,
  { productIds, communityId }: { productIds: readonly string[]; communityId: string | undefined },
): Promise<Tagged[]> {
  const { promotions } = await gatherRules(deps)
  const now = deps.clock.now()
  const running = promotions.filter((promotion) => isRunning(promotion, now))
  if (running.length === 0) return productIds.map((productId) => ({ productId, promotions: [] }))
  const { products } = await deps.product.batchGetProducts({ productIds: [...productIds], communityId })
  return productIds.map((productId) => {
    const product = products.find((each) => each.productId === productId)
    if (!product) return { productId, promotions: [] }
    const { merchantId, categoryIds } = product
    const goods = [...product.skus.map(({ skuId }) => skuId), ''].map((skuId) => ({
      skuId,
      productId,
      merchantId,
      categoryIds,
    }))
    return {
      productId,
      promotions: running.filter((promotion) =>
        goods.some((each) => reaches(promotion, each, communityId ?? '') && sells(promotion, each.skuId)),
      ),
    }
  })
}

/** A limited discount without a common part touches the SKUs it lists. */
function sells({ rule }: Promotion, skuId: string): boolean {
  if (rule.type !== 'LIMITED_DISCOUNT' || rule.discountBp !== null) return true
  return rule.prices.some((price) => price.skuId === skuId)
}
