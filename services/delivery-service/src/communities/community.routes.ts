import { decodeCursor, Envelope, encodeCursor, IdParams, ok, Page, type Routes } from '@linli/http'
import type { Deps } from '../deps.ts'
import {
  CommunityDetailView,
  CommunityQuery,
  CommunityView,
  NearbyQuery,
  NearbyView,
  toCommunityDetailView,
  toCommunityView,
} from './community.schema.ts'
import { loadCommunity, searchCommunities } from './community.store.ts'
import { gatherHolder, gatherNearby } from './gather-community.ts'

const tags = ['communities']
const config = { audience: 'public' } as const

/** Where Linli delivers (D01, D23). */
export const communityRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/communities',
    {
      config,
      schema: {
        operationId: 'listCommunities',
        summary: 'Communities by name, pinyin or address',
        tags,
        querystring: CommunityQuery,
        response: { 200: Envelope(Page(CommunityView)) },
      },
    },
    async (request) => {
      const { keyword, city, limit, cursor } = request.query
      const [afterId] = cursor ? decodeCursor(cursor, 1) : []
      const found = await searchCommunities(deps.sql, {
        keyword,
        city,
        statuses: ['OPEN', 'PAUSED', 'PREPARING'],
        afterId: afterId === undefined ? undefined : String(afterId),
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = found.length > limit && last ? encodeCursor([last.id]) : null
      return ok({ items: page.map(toCommunityView), nextCursor }, deps.clock.now())
    },
  )

  app.get(
    '/communities/nearby',
    {
      config,
      schema: {
        operationId: 'listNearbyCommunities',
        summary: 'The community that holds a place, and the ten nearest',
        tags,
        querystring: NearbyQuery,
        response: { 200: Envelope(NearbyView) },
      },
    },
    async (request) => {
      const { lng, lat, city } = request.query
      const [holder, nearby] = await Promise.all([
        gatherHolder(deps, [lng, lat]),
        gatherNearby(deps, [lng, lat], city),
      ])
      const items = nearby.map(({ community, distanceM }) => ({ ...toCommunityView(community), distanceM }))
      return ok({ communityId: holder?.id ?? null, items }, deps.clock.now())
    },
  )

  app.get(
    '/communities/:id',
    {
      config,
      schema: {
        operationId: 'getCommunity',
        summary: 'One community, with its area',
        tags,
        params: IdParams,
        response: { 200: Envelope(CommunityDetailView) },
      },
    },
    async (request) =>
      ok(toCommunityDetailView(await loadCommunity(deps.sql, request.params.id)), deps.clock.now()),
  )
}
