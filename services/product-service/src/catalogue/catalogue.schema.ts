import { isId } from '@linli/core'
import { decodeCursor, encodeCursor, IdSchema, PageQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { type ListedProduct, type Listing, type ListingFound, SORTS } from './listing.ts'

export const ListedProductView = Type.Object(
  {
    id: IdSchema,
    name: Type.String(),
    subtitle: Type.String(),
    imageUrl: Type.String(),
    unit: Type.String(),
    tags: Type.Array(Type.String()),
    categoryId: IdSchema,
    fresh: Type.Boolean(),
    priceFen: Type.Integer(),
    marketPriceFen: Type.Integer(),
    skuId: IdSchema,
    specText: Type.String(),
    skuCount: Type.Integer(),
    inStock: Type.Boolean(),
    sales: Type.Integer(),
  },
  { title: 'ListedProductView' },
)

/** An empty page says why when the community is the reason (P06). */
export const ListingPage = Type.Object({
  items: Type.Array(ListedProductView),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  reason: Type.Union([Type.Literal('COMMUNITY_NOT_SERVED'), Type.Null()]),
})

export const ListingFilters = {
  communityId: IdSchema,
  categoryId: Type.Optional(IdSchema),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  minPriceFen: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
  maxPriceFen: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
  inStock: Type.Boolean({ default: false }),
  sort: Type.Enum(SORTS, { default: 'default' }),
  ...PageQuery,
}

export const ListingQuery = Type.Object(
  { ...ListingFilters, keyword: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })) },
  { additionalProperties: false },
)

/** @throws BAD_CURSOR */
export function listingOf(query: Static<typeof ListingQuery>): Listing {
  return {
    communityId: query.communityId,
    categoryId: query.categoryId ?? null,
    keyword: query.keyword ?? null,
    tag: query.tag ?? null,
    minPriceFen: query.minPriceFen ?? null,
    maxPriceFen: query.maxPriceFen ?? null,
    inStock: query.inStock,
    productIds: null,
    sort: query.sort,
    limit: query.limit,
    after: query.cursor === undefined ? null : afterOf(query.cursor),
  }
}

function afterOf(cursor: string): Listing['after'] {
  const [rank, id] = decodeCursor(cursor, 2)
  if (typeof rank !== 'number' || typeof id !== 'string' || !isId(id)) return afterOf('')
  return { rank, id }
}

export function toListedProductView(
  { image, rank: _, ...product }: ListedProduct,
  urlOf: (key: string) => string,
): Static<typeof ListedProductView> {
  return { ...product, tags: [...product.tags], imageUrl: image === null ? '' : urlOf(image) }
}

export function toListingPage(
  { items, more, served }: ListingFound,
  urlOf: (key: string) => string,
): Static<typeof ListingPage> {
  const last = items.at(-1)
  return {
    items: items.map((product) => toListedProductView(product, urlOf)),
    nextCursor: last && more ? encodeCursor([last.rank, last.id]) : null,
    reason: served ? null : 'COMMUNITY_NOT_SERVED',
  }
}
