import { gatherProducts, gatherTopProducts } from '../catalogue/gather-products.ts'
import type { ListedProduct } from '../catalogue/listing.ts'
import type { Deps } from '../deps.ts'
import { pinnedProductIds } from './recommendation.store.ts'
import { fill, type Slot } from './recommendation.ts'

type Asked = { readonly slot: Slot; readonly communityId: string; readonly limit: number }

/**
 * What a slot shows: pinned products, then by themselves the best-selling (home_hot) or the newest (home_recommend).
 * Nothing that is off sale or out of stock. A product is in the group slot only while activity-service says so.
 */
export async function gatherSlot(deps: Deps, { slot, communityId, limit }: Asked): Promise<ListedProduct[]> {
  const pinnedIds = await pinnedProductIds(deps.sql, { slot, communityId, now: deps.clock.now() })
  const pinned = await gatherProducts(deps, communityId, pinnedIds)
  if (slot === 'group') return fill(pinnedIds, await withLiveGroup(deps, communityId, pinned), limit)
  const sort = slot === 'home_hot' ? 'sales' : 'new'
  const others = await gatherTopProducts(deps, communityId, { sort, limit })
  return fill(pinnedIds, [...pinned, ...others], limit)
}

/** A hand-set flag could lie; activity-service being down means that nobody knows of a group. */
async function withLiveGroup(
  deps: Deps,
  communityId: string,
  products: readonly ListedProduct[],
): Promise<ListedProduct[]> {
  if (products.length === 0) return []
  const lines = products.map(({ id, skuId, priceFen }) => ({
    lineId: id,
    skuId,
    productId: id,
    qty: 1,
    priceFen,
  }))
  try {
    const resolved = await deps.activity.resolvePromotions({ communityId, type: 'GROUP', lines })
    const live = new Set(
      resolved.lines.filter((line) => line.promotionType === 'GROUP').map((line) => line.lineId),
    )
    return products.filter(({ id }) => live.has(id))
  } catch (error) {
    deps.log.warn({ err: error }, 'no groups: activity-service cannot be asked')
    return []
  }
}
