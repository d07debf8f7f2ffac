import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { type ListingPage, nextCursorOf, toListedProductView } from './catalogue.schema.ts'
import { isServed, listProducts } from './catalogue.store.ts'
import type { Listing } from './listing.ts'

/** One page, loaded live. */
export async function gatherListing(
  { sql, storage }: Pick<Deps, 'sql' | 'storage'>,
  listing: Listing,
): Promise<Static<typeof ListingPage>> {
  const found = await listProducts(sql, { ...listing, limit: listing.limit + 1 })
  const items = found.slice(0, listing.limit)
  const last = items.at(-1)
  const served = items.length > 0 || (await isServed(sql, listing.communityId))
  return {
    items: items.map((product) => toListedProductView(product, storage.url)),
    nextCursor: last && found.length > items.length ? nextCursorOf(last) : null,
    reason: served ? null : 'COMMUNITY_NOT_SERVED',
  }
}
