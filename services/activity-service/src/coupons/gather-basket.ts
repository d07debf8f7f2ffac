import type { Deps } from '../deps.ts'
import { gatherPrices } from '../promotions/gather-prices.ts'
import type { Asking } from './gather-offers.ts'

export type Selection = {
  readonly userId: string
  readonly communityId: string
  readonly items: readonly { readonly skuId: string; readonly qty: number }[]
  readonly feeFen: number
}

/** The basket as a settlement would price it before coupons: product's prices, then the promotions. */
export async function gatherBasket(
  deps: Deps,
  { userId, communityId, items, feeFen }: Selection,
): Promise<Asking> {
  const skuIds = items.map(({ skuId }) => skuId)
  const { skus } = await deps.product.batchGetSkus({ skuIds, communityId, userId })
  const lines = items.flatMap(({ skuId, qty }) => {
    const sku = skus.find((each) => each.skuId === skuId)
    return sku ? [{ ...sku, lineId: skuId, qty }] : []
  })
  const priced = await gatherPrices(deps, { userId, communityId, orderType: 'NORMAL', lines })
  return {
    lines: priced.lines.map((line) => ({
      ...line,
      promotionTypes: [line.promotion, line.fullReduction].flatMap((promotion) => promotion?.rule.type ?? []),
    })),
    communityId,
    orderType: 'NORMAL',
    feeFen,
  }
}
