import type { Deps } from '../deps.ts'
import { listProducts } from './catalogue.store.ts'
import { type ListedProduct, type Sort, wholeListing } from './listing.ts'

/** Those of the given products that the community can buy now. */
export async function gatherProducts(
  { sql }: Pick<Deps, 'sql'>,
  communityId: string,
  productIds: readonly string[],
): Promise<ListedProduct[]> {
  if (productIds.length === 0) return []
  return listProducts(sql, wholeListing(communityId, { productIds, inStock: true }))
}

/** The first products in stock by a sort. */
export async function gatherTopProducts(
  { sql }: Pick<Deps, 'sql'>,
  communityId: string,
  { sort, limit }: { sort: Sort; limit: number },
): Promise<ListedProduct[]> {
  return listProducts(sql, wholeListing(communityId, { sort, limit, inStock: true }))
}
