import { inTransaction } from '@linli/events'
import {
  decodeCursor,
  Envelope,
  encodeCursor,
  IdParams,
  languageOf,
  ok,
  type Routes,
  staffOf,
  userOf,
} from '@linli/http'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { MessageErrors } from '../errors.ts'
import { CATEGORIES } from '../rules/rule.ts'
import { MessagePageView, MessageQuery, ReadBody, toMessageView, UnreadCountsView } from './message.schema.ts'
import { countUnread, listMessages, markAllRead, markRead, putAway } from './message.store.ts'
import { type Reader, unreadCounts } from './message.ts'

const tags = ['messages']
const audience = ['user', 'merchant'] as const

/** A merchant's messages belong to the merchant of the token; what has been read is the staff member's own. */
function readerOf(request: FastifyRequest): Reader {
  if (request.identity?.audience === 'merchant') {
    const { id, merchantId, permissions } = staffOf(request)
    return { type: 'MERCHANT', ownerId: merchantId, readerId: id, permissions: [...permissions] }
  }
  const { id } = userOf(request)
  return { type: 'USER', ownerId: id, readerId: id }
}

const afterOf = (cursor: string | undefined) => {
  if (cursor === undefined) return undefined
  const [at = '', id = ''] = decodeCursor(cursor, 2)
  return { occurredAt: new Date(at), id: String(id) }
}

/** In-app messages of residents and merchants (M04). */
export const messageRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/messages',
    {
      config: { audience },
      schema: {
        operationId: 'listMessages',
        tags,
        querystring: MessageQuery,
        response: { 200: Envelope(MessagePageView) },
      },
    },
    async (request) => {
      const { category, limit, cursor } = request.query
      const page = { category, after: afterOf(cursor), limit: limit + 1 }
      const messages = await listMessages(deps.sql, readerOf(request), page)
      const shown = messages.slice(0, limit)
      const last = messages.length > limit ? shown.at(-1) : undefined
      const lang = languageOf(request)
      const items = shown.map((message) => toMessageView(message, lang))
      const nextCursor = last ? encodeCursor([last.occurredAt.toISOString(), last.id]) : null
      return ok({ items, nextCursor }, deps.clock.now())
    },
  )

  app.get(
    '/messages/unread-counts',
    {
      config: { audience },
      schema: { operationId: 'getUnreadCounts', tags, response: { 200: Envelope(UnreadCountsView) } },
    },
    async (request) => ok(unreadCounts(await countUnread(deps.sql, readerOf(request))), deps.clock.now()),
  )

  app.put(
    '/messages/:id/read',
    {
      config: { audience },
      schema: {
        operationId: 'readMessage',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await inTransaction(deps, (work: Work) => markRead(work, readerOf(request), id))
      if (!found) throw MessageErrors.MESSAGE_NOT_FOUND({ id })
      return ok(null, deps.clock.now())
    },
  )

  app.put(
    '/messages/read',
    {
      config: { audience },
      schema: {
        operationId: 'readAllMessages',
        tags,
        body: ReadBody,
        response: { 200: Envelope(UnreadCountsView) },
      },
    },
    async (request) => {
      const { category } = request.body
      const reader = readerOf(request)
      await inTransaction(deps, (work: Work) => markAllRead(work, reader, category ? [category] : CATEGORIES))
      return ok(unreadCounts(await countUnread(deps.sql, reader)), deps.clock.now())
    },
  )

  app.delete(
    '/messages/:id',
    {
      config: { audience },
      schema: {
        operationId: 'deleteMessage',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await inTransaction(deps, (work: Work) => putAway(work, readerOf(request), id))
      if (!found) throw MessageErrors.MESSAGE_NOT_FOUND({ id })
      return ok(null, deps.clock.now())
    },
  )
}
