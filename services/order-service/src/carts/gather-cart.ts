import type { Sku } from '@linli/proto/product'
import type { Deps } from '../deps.ts'
import { listCart } from './cart.store.ts'
import { type CartItem, type LiveItem, liven } from './cart.ts'

export type Viewer = { readonly userId: string; readonly communityId: string }

/** The cart with what product-service says about its goods now. */
export async function gatherCart(deps: Deps, { userId, communityId }: Viewer): Promise<LiveItem[]> {
  const items = await listCart(deps.sql, userId)
  if (items.length === 0) return []
  const skus = await gatherSkus(
    deps,
    { userId, communityId },
    items.map(({ skuId }) => skuId),
  )
  return items.map((item) => liven(item, skus.get(item.skuId)))
}

export async function gatherSkus(
  deps: Deps,
  { userId, communityId }: Viewer,
  skuIds: readonly string[],
): Promise<Map<string, Sku>> {
  const { skus } = await deps.product.batchGetSkus({ skuIds: [...skuIds], communityId, userId })
  return new Map(skus.map((sku) => [sku.skuId, sku]))
}

/** What the user has ticked, of one merchant when one is named. */
export async function gatherSelected(deps: Deps, userId: string, merchantId?: string): Promise<CartItem[]> {
  const cart = await listCart(deps.sql, userId)
  return cart.filter((item) => item.selected && (!merchantId || item.merchantId === merchantId))
}
