import { CommonErrors } from '@linli/core'
import { inTransaction, uniqueViolation } from '@linli/events'
import {
  created,
  Envelope,
  IdempotencyHeaders,
  IdParams,
  idempotencyKeyOf,
  ok,
  type Routes,
  requestHash,
  userOf,
} from '@linli/http'
import type { FastifyRequest } from 'fastify'
import type { Deps, Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import type { Quote } from '../settlements/quote.ts'
import { cancelOrder } from './close-order.ts'
import { createOrder } from './create-order.ts'
import { receiveOrder } from './fulfil-order.ts'
import { type Contact, gatherPlacing } from './gather-placing.ts'
import { CreateOrderBody, OrderView, toOrderView } from './order.schema.ts'
import { findByKey, findByQuote, isCrowded, loadOrder } from './order.store.ts'
import type { Order } from './order.ts'

/** How long a request waits for the saga or the close before the client polls (product.md S8). */
const WAIT_MS = 3_000
const tags = ['orders']
const PLACING_LIMIT = { name: 'order', max: 60, windowMs: 60_000, whenUnavailable: 'allow' } as const

/** The resident's writes; reads are in order-queries.routes.ts. */
export const orderRoutes: Routes<Deps> = (app, deps) => {
  const view = (order: Order) => toOrderView(order, deps.vault.open)
  const settled = (order: Order, done: (order: Order) => boolean) =>
    deps.waiters.until(order, done, { atMostMs: WAIT_MS, look: () => loadOrder(deps.sql, order.id) })

  app.post(
    '/orders',
    {
      config: { audience: 'user', limit: PLACING_LIMIT },
      schema: {
        operationId: 'createOrder',
        summary: 'Places the order of a quote; PENDING_PAYMENT, CLOSED with the reason, or CREATED: poll',
        tags,
        headers: IdempotencyHeaders,
        body: CreateOrderBody,
        response: { 201: Envelope(OrderView) },
      },
    },
    async (request, reply) => {
      const order = await place(deps, request, request.body)
      const answer = await settled(order, ({ status }) => status !== 'CREATED')
      return reply.code(201).send(created(view(answer), deps.clock.now()))
    },
  )

  app.post(
    '/orders/:id/cancellations',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'cancelOrder',
        summary: 'Cancels an unpaid order: closes it at the payment provider first',
        tags,
        params: IdParams,
        response: { 201: Envelope(OrderView) },
      },
    },
    async (request, reply) => {
      const actor = { type: 'USER', id: userOf(request).id } as const
      const order = await inTransaction(deps, (work: Work) => cancelOrder(work, request.params.id, actor))
      const answer = await settled(order, ({ closing }) => !closing)
      return reply.code(201).send(created(view(answer), deps.clock.now()))
    },
  )

  app.post(
    '/orders/:id/receipts',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'confirmReceipt',
        summary: 'The user has the goods of a home delivery',
        tags,
        params: IdParams,
        response: { 201: Envelope(OrderView) },
      },
    },
    async (request, reply) => {
      const actor = { type: 'USER', id: userOf(request).id } as const
      const { aftersaleMs } = deps.times
      const order = await inTransaction(deps, (work: Work) =>
        receiveOrder(work, request.params.id, { actor, aftersaleMs }),
      )
      return reply.code(201).send(created(view(order), deps.clock.now()))
    },
  )

  app.get(
    '/orders/:id',
    {
      config: { audience: 'user' },
      schema: { operationId: 'getOrder', tags, params: IdParams, response: { 200: Envelope(OrderView) } },
    },
    async (request) => {
      const order = await loadOrder(deps.sql, request.params.id)
      if (order.userId !== userOf(request).id)
        throw OrderErrors.ORDER_NOT_FOUND({ orderId: request.params.id })
      return ok(view(order), deps.clock.now())
    },
  )
}

type PlaceBody = { readonly quoteToken: string; readonly remark: string; readonly contact?: Contact }

/** One key, one order; one quote, one order (T29, O29). */
async function place(deps: Deps, request: FastifyRequest, body: PlaceBody): Promise<Order> {
  const { id: userId } = userOf(request)
  const idempotencyKey = idempotencyKeyOf(request)
  const hash = requestHash(body)
  const before = await placedBefore(deps, { userId, idempotencyKey, hash })
  if (before) return before
  await deps.admission(deps.clock.now(), (waiting) => isCrowded(deps.sql, waiting))
  const quote = deps.quotes.verify(body.quoteToken, userId, deps.clock.now().getTime())
  const facts = await gatherPlacing(deps, quote, body.contact)
  try {
    return await inTransaction(deps, (work: Work) =>
      createOrder(work, {
        ...facts,
        userId,
        quote,
        remark: body.remark,
        idempotencyKey,
        requestHash: hash,
        paymentWindowMs: deps.times.paymentWindowMs,
        shard: deps.shard,
      }),
    )
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    return await orderOfTheOther(deps, { userId, idempotencyKey, hash, quote })
  }
}

type Key = { readonly userId: string; readonly idempotencyKey: string; readonly hash: string }

/** @throws IDEMPOTENCY_KEY_REUSED when the key came with another body before */
async function placedBefore(deps: Deps, { userId, idempotencyKey, hash }: Key): Promise<Order | undefined> {
  const found = await findByKey(deps.sql, userId, idempotencyKey)
  if (!found) return undefined
  if (found.requestHash !== hash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  return loadOrder(deps.sql, found.orderId)
}

/** Two requests met: the other one placed the order. @throws QUOTE_USED when it used another key */
async function orderOfTheOther(deps: Deps, { quote, ...key }: Key & { quote: Quote }): Promise<Order> {
  const same = await placedBefore(deps, key)
  if (same) return same
  throw OrderErrors.QUOTE_USED({ orderId: await findByQuote(deps.sql, quote.id) })
}
