import { Envelope, ok, type Routes } from '@linli/http'
import type { Deps } from '../deps.ts'
import { gatherTags } from './gather-tags.ts'
import { TagQuery, TagsView, toTagView } from './promotion.schema.ts'

/** What product lists and pages show beside a product. */
export const promotionRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/promotions',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'listPromotionTags',
        summary: 'Running promotions of these products',
        tags: ['promotions'],
        querystring: TagQuery,
        response: { 200: Envelope(TagsView) },
      },
    },
    async (request) => {
      const { productIds, communityId } = request.query
      const tagged = await gatherTags(deps, { productIds: [...new Set(productIds.split(','))], communityId })
      const items = tagged.map(({ productId, promotions }) => ({
        productId,
        tags: promotions.map(toTagView),
      }))
      return ok({ items }, deps.clock.now())
    },
  )
}
