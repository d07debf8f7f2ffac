export const SORTS = ['default', 'sales', 'price_asc', 'price_desc', 'new'] as const
export type Sort = (typeof SORTS)[number]

/** One page of what a community may buy. */
export type Listing = {
  readonly communityId: string
  readonly categoryId: string | null
  readonly keyword: string | null
  readonly tag: string | null
  readonly minPriceFen: number | null
  readonly maxPriceFen: number | null
  readonly inStock: boolean
  /** Only these, when given. */
  readonly productIds: readonly string[] | null
  readonly sort: Sort
  readonly limit: number
  /** Rank and id of the last item of the page before. */
  readonly after: { readonly rank: number; readonly id: string } | null
}

export type ListedProduct = {
  readonly id: string
  readonly name: string
  readonly subtitle: string
  readonly image: string | null
  readonly unit: string
  readonly tags: readonly string[]
  readonly categoryId: string
  readonly fresh: boolean
  /** Of the cheapest SKU. */
  readonly priceFen: number
  readonly marketPriceFen: number
  readonly skuId: string
  readonly specText: string
  readonly skuCount: number
  readonly inStock: boolean
  readonly sales: number
  readonly rank: number
}

/** A page as it was found. */
export type ListingFound = {
  readonly items: readonly ListedProduct[]
  readonly more: boolean
  /** False: nobody delivers there (P06). */
  readonly served: boolean
}

/** The same text for the same page. */
export const listingKey = (listing: Listing): string => `list:${JSON.stringify(Object.values(listing))}`

/** Everything of a community, in the order and number asked for. */
export const wholeListing = (communityId: string, some: Partial<Listing>): Listing => ({
  communityId,
  categoryId: null,
  keyword: null,
  tag: null,
  minPriceFen: null,
  maxPriceFen: null,
  inStock: false,
  productIds: null,
  sort: 'default',
  limit: 100,
  after: null,
  ...some,
})
