import { inTransaction } from '@linli/events'
import {
  created,
  Envelope,
  IdempotencyHeaders,
  IdParams,
  IdSchema,
  idempotencyKeyOf,
  ok,
  type Routes,
  requestHash,
  userOf,
} from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { type Attempt, hasUsablePrepay, STALE_MS } from './attempt.ts'
import { closeAttempt } from './close-payment.ts'
import { gatherPayable, type Payable } from './gather-payable.ts'
import {
  PaymentMethodView,
  PaymentView,
  StartedPaymentView,
  StartPaymentBody,
  toPaymentView,
  toStartedView,
} from './payment.schema.ts'
import { claimStale, findPayment, findPaymentOfOrder, type Held } from './payment.store.ts'
import type { Payment } from './payment.ts'
import { recordPrepay } from './record-prepay.ts'
import { recordTrade } from './record-trade.ts'
import { type Starting, startPayment } from './start-payment.ts'

/** A replaced or refused number is followed by a new one; more than this is not bad luck any more. */
const ROUNDS = 3
const START_LIMIT = { name: 'start-payment', max: 60, windowMs: 60_000, whenUnavailable: 'allow' } as const

/** The resident's door. */
export const paymentRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/payments',
    {
      config: { audience: 'user', limit: START_LIMIT },
      schema: {
        operationId: 'startPayment',
        summary: '发起或继续支付',
        tags: ['payments'],
        headers: IdempotencyHeaders,
        body: StartPaymentBody,
        response: { 201: Envelope(StartedPaymentView) },
      },
    },
    async (request, reply) => {
      const userId = userOf(request).id
      const idempotencyKey = idempotencyKeyOf(request)
      const payable = await gatherPayable(deps, request.body.orderId, userId)
      const key = { userId, idempotencyKey, requestHash: requestHash(request.body) }
      const { payment, attempt } = await bringToCashier(deps, payable, startingOf(deps, payable, key))
      if (!attempt.prepayId || !hasUsablePrepay(attempt, deps.clock.now())) throw refusal(payment, attempt)
      const view = toStartedView(payment, deps.channel.cashierParams(attempt.prepayId))
      return reply.code(201).send(created(view, deps.clock.now()))
    },
  )

  app.get(
    '/payments/:id',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getPayment',
        summary: '支付状态（必要时主动查询渠道）',
        tags: ['payments'],
        params: IdParams,
        response: { 200: Envelope(PaymentView) },
      },
    },
    async (request) => {
      const held = await findPayment(deps.sql, request.params.id)
      const payment = await refreshed(deps, ownOf(held, userOf(request).id))
      return ok(toPaymentView(payment), deps.clock.now())
    },
  )

  app.get(
    '/payments',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'findPayment',
        summary: '按订单查询支付',
        tags: ['payments'],
        querystring: Type.Object({ orderId: IdSchema }, { additionalProperties: false }),
        response: { 200: Envelope(Type.Object({ items: Type.Array(PaymentView) })) },
      },
    },
    async (request) => {
      const held = await findPaymentOfOrder(deps.sql, request.query.orderId)
      const isOwn = held?.payment.userId === userOf(request).id
      const items = held && isOwn ? [toPaymentView(await refreshed(deps, held))] : []
      return ok({ items }, deps.clock.now())
    },
  )

  app.get(
    '/payment-methods',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'listPaymentMethods',
        summary: '可用支付方式',
        tags: ['payments'],
        response: { 200: Envelope(Type.Object({ items: Type.Array(PaymentMethodView) })) },
      },
    },
    async () => {
      const method = { channel: deps.channel.code, name: deps.mock ? '模拟支付' : '微信支付', enabled: true }
      return ok({ items: [method] }, deps.clock.now())
    },
  )
}

type RequestKey = Pick<Starting, 'userId' | 'idempotencyKey' | 'requestHash'>

const startingOf = (deps: Deps, { order, openid }: Payable, key: RequestKey): Starting => ({
  ...key,
  orderId: order.orderId,
  orderNo: order.orderNo,
  merchantId: order.merchantId,
  description: order.description,
  amountFen: order.payableFen,
  expireAt: order.expireAt,
  payerIndex: deps.vault.index(openid),
  channel: deps.channel,
  numberPrefix: deps.numberPrefix,
})

type Started = { payment: Payment; attempt: Attempt }

/** Rows first, then the provider, then its answer: no transaction is open while the provider is asked. */
async function bringToCashier(deps: Deps, { openid }: Payable, starting: Starting): Promise<Started> {
  let latest: Started | undefined
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = await inTransaction(deps, (work: Work) => startPayment(work, starting))
    if (start.kind === 'ready') return start
    if (start.kind === 'replace') {
      await closeNow(deps, start.attempt)
      continue
    }
    const { outTradeNo, amountFen, expireAt } = start.attempt
    const { description } = start.payment
    const answer = await deps.channel.prepare({ outTradeNo, description, amountFen, openid, expireAt })
    latest = await inTransaction(deps, (work: Work) => recordPrepay(work, { outTradeNo, answer }))
    if (latest.attempt.status === 'PREPAY' || latest.attempt.status === 'UNKNOWN') return latest
    if (answer.kind === 'rejected' && latest.attempt.status !== 'CLOSING') {
      await ask(deps, outTradeNo)
      const after = await findPayment(deps.sql, latest.payment.id)
      return { payment: after?.payment ?? latest.payment, attempt: latest.attempt }
    }
    if (latest.attempt.status === 'CLOSING') await closeNow(deps, latest.attempt)
  }
  if (!latest) throw PaymentErrors.CHANNEL_UNCERTAIN({ retryAfter: 3 })
  return latest
}

/** Tries at once what the close job does anyway. A number must be certainly dead before another one is handed out. */
async function closeNow(deps: Deps, attempt: Attempt): Promise<void> {
  const { outTradeNo } = attempt
  const { numberPrefix } = deps
  await ask(deps, outTradeNo)
  const answer = await deps.channel.close(outTradeNo)
  if (answer.kind !== 'ok') throw PaymentErrors.CHANNEL_UNCERTAIN({ retryAfter: 3 })
  await inTransaction(deps, (work: Work) => closeAttempt(work, { outTradeNo, numberPrefix }))
}

async function ask(deps: Deps, outTradeNo: string): Promise<void> {
  const { numberPrefix } = deps
  const answer = await deps.channel.query(outTradeNo)
  await inTransaction(deps, (work: Work) => recordTrade(work, { outTradeNo, answer, numberPrefix }))
}

function refusal({ status, id }: Payment, attempt: Attempt): Error {
  if (status !== 'INIT' && status !== 'PENDING') return PaymentErrors.PAYMENT_ALREADY_PAID({ paymentId: id })
  if (attempt.status === 'FAILED') return PaymentErrors.PAYMENT_REFUSED({ code: attempt.failureCode ?? '' })
  return PaymentErrors.CHANNEL_UNCERTAIN({ retryAfter: 3 })
}

/** Another's payment and a missing one look the same. */
function ownOf(held: Held | undefined, userId: string): Held {
  if (held?.payment.userId !== userId) throw PaymentErrors.PAYMENT_NOT_FOUND()
  return held
}

/** The client's "paid" is a hint only: the provider is asked, but not more often than it makes sense (Y04). */
async function refreshed(deps: Deps, { payment }: Held): Promise<Payment> {
  if (payment.status !== 'INIT' && payment.status !== 'PENDING') return payment
  const before = new Date(deps.clock.now().getTime() - STALE_MS)
  const stale = await inTransaction(deps, (work: Work) => claimStale(work, payment.id, before))
  if (!stale) return payment
  await ask(deps, stale.outTradeNo)
  return (await findPayment(deps.sql, payment.id))?.payment ?? payment
}
