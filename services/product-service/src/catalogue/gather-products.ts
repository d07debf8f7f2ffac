import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { type ListedProductView, toListedProductView } from './catalogue.schema.ts'
import { listProducts } from './catalogue.store.ts'
import { type Sort, wholeListing } from './listing.ts'

type Views = Static<typeof ListedProductView>[]

/** Those of the given products that the community can buy now. */
export async function gatherProducts(
  { sql, storage }: Pick<Deps, 'sql' | 'storage'>,
  communityId: string,
  productIds: readonly string[],
): Promise<Views> {
  if (productIds.length === 0) return []
  const found = await listProducts(sql, wholeListing(communityId, { productIds, inStock: true }))
  return found.map((product) => toListedProductView(product, storage.url))
}

/** The first products in stock by a sort. */
export async function gatherTopProducts(
  { sql, storage }: Pick<Deps, 'sql' | 'storage'>,
  communityId: string,
  { sort, limit }: { sort: Sort; limit: number },
): Promise<Views> {
  const found = await listProducts(sql, wholeListing(communityId, { sort, limit, inStock: true }))
  return found.map((product) => toListedProductView(product, storage.url))
}
