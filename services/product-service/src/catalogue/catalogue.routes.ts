import { businessDay, MINUTE_MS } from '@linli/core'
import { Envelope, IdParams, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { gatherDetail } from '../products/gather-detail.ts'
import { gatherOffers } from '../products/gather-offers.ts'
import { ProductView, toProductView } from '../products/product.schema.ts'
import { SkuOfferView, toSkuOfferView } from '../products/sku.schema.ts'
import { envelopeText, sendAnswer } from './body.ts'
import { ListingPage, ListingQuery, listingOf, toListingPage } from './catalogue.schema.ts'
import { gatherListing } from './gather-listing.ts'
import { listingKey } from './listing.ts'

const LIST_TTL_MS = 5 * MINUTE_MS
const DETAIL_TTL_MS = 10 * MINUTE_MS

/** What everybody may browse. Lists and details are sent as they lie in the cache (P17); price and stock are live. */
export const catalogueRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/products',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'listProducts',
        summary: 'What is on sale in a community',
        tags: ['products'],
        querystring: ListingQuery,
        response: { 200: Envelope(ListingPage) },
      },
    },
    (request, reply) => {
      const answer = deps.catalogue.answer(request.raw.url ?? '', () => {
        const listing = listingOf(request.query)
        const load = async () => {
          const page = toListingPage(await gatherListing(deps, listing), deps.storage.url)
          return envelopeText(page, deps.clock.now().getTime())
        }
        return { key: listingKey(listing), ttlMs: LIST_TTL_MS, load }
      })
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/products/:id',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'getProduct',
        summary: 'A product with its SKUs at list price; stock: getProductSkus',
        tags: ['products'],
        params: IdParams,
        response: { 200: Envelope(ProductView) },
      },
    },
    (request, reply) => {
      const { id } = request.params
      const load = async () => {
        const product = await gatherDetail(deps, id)
        return product && envelopeText(toProductView(product, deps.storage.url), deps.clock.now().getTime())
      }
      const cacheable = { key: `detail:${id}`, ttlMs: DETAIL_TTL_MS, load }
      return sendAnswer(
        reply,
        deps.catalogue.answer(request.raw.url ?? '', () => cacheable),
      )
    },
  )

  app.get(
    '/products/:id/skus',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'getProductSkus',
        summary: 'Price and stock of the SKUs as they are now',
        tags: ['products'],
        params: IdParams,
        querystring: Type.Object({ communityId: IdSchema }, { additionalProperties: false }),
        response: { 200: Envelope(Type.Object({ items: Type.Array(SkuOfferView) })) },
      },
    },
    async (request) => {
      const at = deps.clock.now()
      const userId = request.identity?.audience === 'user' ? request.identity.id : undefined
      const buyer = { communityId: request.query.communityId, userId, day: businessDay(at) }
      const offers = await gatherOffers(deps, request.params.id, buyer)
      if (offers.length === 0) throw ProductErrors.PRODUCT_NOT_FOUND({ productId: request.params.id })
      return ok({ items: offers.map((offer) => toSkuOfferView(offer, deps.storage.url)) }, at)
    },
  )
}
