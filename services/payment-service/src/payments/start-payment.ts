import { CommonErrors, type Fen, newId } from '@linli/core'
import type { PaymentChannel } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { type Attempt, attemptMachine, closableAt, hasUsablePrepay, isLive, nextQueryAt } from './attempt.ts'
import { outTradeNoOf } from './numbers.ts'
import {
  findRequest,
  type Held,
  insertAttempt,
  insertPayment,
  insertRequest,
  lockPayment,
  lockPaymentOfOrder,
  type RequestKey,
  saveAttempt,
  savePayment,
} from './payment.store.ts'
import { type Actor, changed, type Payment } from './payment.ts'

/** What the door learned from order and user before the transaction. */
export type Starting = RequestKey & {
  readonly orderId: string
  readonly orderNo: string
  readonly merchantId: string
  readonly description: string
  readonly amountFen: Fen
  readonly expireAt: Date
  readonly payerIndex: string
  readonly channel: Pick<PaymentChannel, 'code' | 'mchid' | 'appid'>
  readonly numberPrefix: string
}

export type Start =
  /** The prepay id that is there is still good. */
  | { readonly kind: 'ready'; readonly payment: Payment; readonly attempt: Attempt }
  /** Rows are committed: now ask the provider for a prepay id. */
  | { readonly kind: 'prepay'; readonly payment: Payment; readonly attempt: Attempt }
  /** The live attempt does not fit any more: close it at the provider, then start again. */
  | { readonly kind: 'replace'; readonly payment: Payment; readonly attempt: Attempt }

/**
 * Begins or goes on with the payment of an order. Everything the provider will be told is committed before it is told
 * (wechat.md §13: a notice may overtake the prepay answer).
 * @throws PAYMENT_CLOSED, PAYMENT_CLOSING, PAYMENT_ALREADY_PAID, PAYMENT_QUARANTINED, IDEMPOTENCY_KEY_REUSED
 */
export async function startPayment(work: Work, starting: Starting): Promise<Start> {
  const [known] = await Promise.all([lockPaymentOfOrder(work, starting.orderId), checkKey(work, starting)])
  const held = known ?? (await createPayment(work, starting))
  refuseUnlessPayable(held.payment)
  const [start] = await Promise.all([
    goOn(work, held, starting),
    insertRequest(work, starting, held.payment.id),
  ])
  return start
}

async function goOn(work: Work, { payment, attempts }: Held, starting: Starting): Promise<Start> {
  const live = attempts.find(isLive)
  if (!live) {
    const current = await reprice(work, payment, starting)
    return { kind: 'prepay', payment: current, attempt: await addAttempt(work, current, starting) }
  }
  if (!fits(live, starting)) {
    const attempt = await beginClose(work, live, { type: 'USER', id: starting.userId })
    return { kind: 'replace', payment, attempt }
  }
  if (hasUsablePrepay(live, work.now)) return { kind: 'ready', payment, attempt: live }
  const attempt = await saveAttempt(work, live, {
    next: { ...live, prepayCalledAt: work.now, prepayCalls: live.prepayCalls + 1 },
    step: { event: 'callPrepay', actor: { type: 'USER', id: starting.userId } },
  })
  return { kind: 'prepay', payment, attempt }
}

async function checkKey(work: Work, starting: Starting): Promise<void> {
  const known = await findRequest(work, starting.userId, starting.idempotencyKey)
  if (known && known.requestHash !== starting.requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
}

async function createPayment(work: Work, starting: Starting): Promise<Held> {
  const payment = newPayment(work.now, starting)
  const step = { event: 'create', actor: { type: 'USER', id: starting.userId } } as const
  if (await insertPayment(work, payment, step)) return { payment, attempts: [] }
  const won = await lockPaymentOfOrder(work, starting.orderId)
  if (!won) throw new Error(`the payment of order ${starting.orderId} vanished`)
  return won
}

const newPayment = (at: Date, starting: Starting): Payment => ({
  id: newId(at),
  orderId: starting.orderId,
  orderNo: starting.orderNo,
  userId: starting.userId,
  merchantId: starting.merchantId,
  channel: starting.channel.code,
  status: 'INIT',
  description: starting.description,
  amountFen: starting.amountFen,
  paidFen: 0,
  refundingFen: 0,
  refundedFen: 0,
  refundCount: 0,
  attemptId: null,
  outTradeNo: null,
  transactionId: null,
  closingAt: null,
  closeAlerted: false,
  expireAt: starting.expireAt,
  paidAt: null,
  closedAt: null,
  createdAt: at,
  updatedAt: at,
  version: 1,
})

function refuseUnlessPayable({ id, status, closingAt }: Payment): void {
  if (status === 'CLOSED' || status === 'LATE_PAID') throw PaymentErrors.PAYMENT_CLOSED({ paymentId: id })
  if (status === 'QUARANTINED') throw PaymentErrors.PAYMENT_QUARANTINED({ paymentId: id })
  if (status !== 'INIT' && status !== 'PENDING') throw PaymentErrors.PAYMENT_ALREADY_PAID({ paymentId: id })
  if (closingAt) throw PaymentErrors.PAYMENT_CLOSING({ paymentId: id })
}

/** The provider refuses the same number with other parameters (wechat.md §3.1). */
const fits = (attempt: Attempt, starting: Starting): boolean =>
  attempt.amountFen === starting.amountFen &&
  attempt.payerIndex === starting.payerIndex &&
  attempt.appid === starting.channel.appid &&
  attempt.expireAt.getTime() === starting.expireAt.getTime()

/** The order is the authority for the price; without a live attempt nobody can pay the old one. */
async function reprice(work: Work, payment: Payment, { amountFen, expireAt }: Starting): Promise<Payment> {
  if (payment.amountFen === amountFen && payment.expireAt?.getTime() === expireAt.getTime()) return payment
  const step = {
    event: 'reprice',
    actor: { type: 'SYSTEM' },
    detail: { from: payment.amountFen, to: amountFen },
  } as const
  return savePayment(work, payment, changed(payment, { amountFen, expireAt, updatedAt: work.now }, step))
}

async function addAttempt(work: Work, payment: Payment, starting: Starting): Promise<Attempt> {
  const id = newId<'Attempt'>(work.now)
  const attempt: Attempt = {
    id,
    paymentId: payment.id,
    channel: starting.channel.code,
    outTradeNo: outTradeNoOf(starting.numberPrefix, id),
    status: 'CREATED',
    amountFen: starting.amountFen,
    mchid: starting.channel.mchid,
    appid: starting.channel.appid,
    payerIndex: starting.payerIndex,
    expireAt: starting.expireAt,
    prepayCalledAt: work.now,
    prepayCalls: 1,
    prepayId: null,
    prepayExpiresAt: null,
    transactionId: null,
    paidFen: 0,
    paidAt: null,
    failureCode: null,
    nextQueryAt: nextQueryAt({ queryCount: 0, expireAt: starting.expireAt }, work.now),
    queryCount: 0,
    queriedAt: null,
    nextCloseAt: null,
    closeCount: 0,
    refundGateAt: null,
    refundGateId: null,
    createdAt: work.now,
    updatedAt: work.now,
  }
  await insertAttempt(work, attempt)
  return attempt
}

/** From now on the close job tries until it is certain that nobody can pay this number. */
export function beginClose(work: Work, attempt: Attempt, actor: Actor): Promise<Attempt> {
  const status = attemptMachine.next(attempt.status, 'beginClose')
  const next = { ...attempt, status, nextCloseAt: closableAt(attempt, work.now), nextQueryAt: null }
  return saveAttempt(work, attempt, { next, step: { event: 'beginClose', actor } })
}

/** The rows of a payment that was begun. @throws PAYMENT_NOT_FOUND */
export async function holdPayment(work: Work, paymentId: string): Promise<Held> {
  const held = await lockPayment(work, paymentId)
  if (!held) throw PaymentErrors.PAYMENT_NOT_FOUND({ paymentId })
  return held
}

/** The same by order. @throws PAYMENT_NOT_FOUND */
export async function holdPaymentOfOrder(work: Work, orderId: string): Promise<Held> {
  const held = await lockPaymentOfOrder(work, orderId)
  if (!held) throw PaymentErrors.PAYMENT_NOT_FOUND({ orderId })
  return held
}
