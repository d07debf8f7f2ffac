import { businessDay, MINUTE_MS } from '@linli/core'
import { inTransaction } from '@linli/events'
import { Envelope, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import { ListingFilters, ListingPage, listingOf, toListingPage } from '../catalogue/catalogue.schema.ts'
import { gatherListing } from '../catalogue/gather-listing.ts'
import type { Deps } from '../deps.ts'
import { recordSearch } from './record-search.ts'
import {
  forgetHistory,
  listHistory,
  listHotWords,
  listMisses,
  listPinnedWords,
  listSuggestions,
  replacePinnedWords,
} from './search.store.ts'
import { wordOf } from './search.ts'

const Word = Type.String({ minLength: 1, maxLength: 50 })
const Words = Envelope(Type.Object({ items: Type.Array(Type.String()) }))
const SearchQuery = Type.Object({ ...ListingFilters, q: Word }, { additionalProperties: false })
const HOT_DAYS = 7
const HOT_WORDS = 10
const SUGGESTIONS = 10
const MISSES = 100
const LIMIT = { name: 'search', max: 120, windowMs: MINUTE_MS, whenUnavailable: 'allow' } as const

/** Looking for goods by words (P05). */
export const searchRoutes: Routes<Deps> = (app, deps) => {
  const tags = ['searches']
  const lately = () => businessDay(new Date(deps.clock.now().getTime() - HOT_DAYS * 24 * 60 * MINUTE_MS))

  app.get(
    '/searches',
    {
      config: { audience: 'public', limit: LIMIT },
      schema: {
        operationId: 'searchProducts',
        summary: 'Products on sale in a community that match words',
        tags,
        querystring: SearchQuery,
        response: { 200: Envelope(ListingPage) },
      },
    },
    async (request) => {
      const { q, ...filters } = request.query
      const word = wordOf(q)
      const found = await gatherListing(deps, listingOf({ ...filters, keyword: word }))
      const userId = request.identity?.audience === 'user' ? request.identity.id : undefined
      const isFirst = filters.cursor === undefined
      if (isFirst && word !== '' && found.served) {
        const hit = found.items.length > 0
        // The answer does not depend on the statistics.
        await inTransaction(deps, (work) => recordSearch(work, { word, userId, found: hit })).catch(
          deps.onError,
        )
      }
      return ok(toListingPage(found, deps.storage.url), deps.clock.now())
    },
  )

  app.get(
    '/searches/suggestions',
    {
      config: { audience: 'public', limit: LIMIT },
      schema: {
        operationId: 'suggestProducts',
        summary: 'Names that hold what was typed so far',
        tags,
        querystring: Type.Object({ q: Word }, { additionalProperties: false }),
        response: { 200: Words },
      },
    },
    async ({ query }) =>
      ok({ items: await listSuggestions(deps.sql, wordOf(query.q), SUGGESTIONS) }, deps.clock.now()),
  )

  app.get(
    '/searches/hot-words',
    {
      config: { audience: 'public' },
      schema: { operationId: 'listHotWords', summary: 'What many look for', tags, response: { 200: Words } },
    },
    async () => ok({ items: await listHotWords(deps.sql, lately(), HOT_WORDS) }, deps.clock.now()),
  )

  app.get(
    '/searches/histories',
    {
      config: { audience: 'user' },
      schema: { operationId: 'listSearchHistory', summary: 'My last words', tags, response: { 200: Words } },
    },
    async (request) => ok({ items: await listHistory(deps.sql, userOf(request).id) }, deps.clock.now()),
  )

  app.delete(
    '/searches/histories',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'clearSearchHistory',
        summary: 'Forget my last words',
        tags,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = userOf(request)
      await inTransaction(deps, (work) => forgetHistory(work, id))
      return ok(null, deps.clock.now())
    },
  )

  app.get(
    '/admin/hot-words',
    {
      config: { audience: 'admin', permission: 'product:read' },
      schema: {
        operationId: 'getHotWords',
        summary: 'The words put on top by hand, and what people looked for in vain',
        tags,
        response: {
          200: Envelope(
            Type.Object({
              items: Type.Array(Type.String()),
              misses: Type.Array(
                Type.Object({ word: Type.String(), zeroResults: Type.Integer(), searches: Type.Integer() }),
              ),
            }),
          ),
        },
      },
    },
    async () => {
      const [items, misses] = await Promise.all([
        listPinnedWords(deps.sql),
        listMisses(deps.sql, lately(), MISSES),
      ])
      return ok({ items, misses }, deps.clock.now())
    },
  )

  app.put(
    '/admin/hot-words',
    {
      config: { audience: 'admin', permission: 'recommendation:write' },
      schema: {
        operationId: 'setHotWords',
        summary: 'Put words on top, in this order',
        tags,
        body: Type.Object(
          { words: Type.Array(Word, { maxItems: 20, uniqueItems: true }) },
          { additionalProperties: false },
        ),
        response: { 200: Words },
      },
    },
    async ({ body }) => {
      const words = [...new Set(body.words.map(wordOf))]
      await inTransaction(deps, (work) => replacePinnedWords(work, words))
      return ok({ items: words }, deps.clock.now())
    },
  )
}
