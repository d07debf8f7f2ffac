import type { Deps } from '../deps.ts'
import { isServed, listProducts } from './catalogue.store.ts'
import type { Listing, ListingFound } from './listing.ts'

/** One page, loaded live. */
export async function gatherListing({ sql }: Pick<Deps, 'sql'>, listing: Listing): Promise<ListingFound> {
  const found = await listProducts(sql, { ...listing, limit: listing.limit + 1 })
  const items = found.slice(0, listing.limit)
  const served = items.length > 0 || (await isServed(sql, listing.communityId))
  return { items, more: found.length > items.length, served }
}
