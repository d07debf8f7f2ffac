import { newId } from '@linli/core'
import type { ChannelCode } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { openRefund } from '../refunds/open-refund.ts'
import { type Attempt, attemptMachine, isLive } from './attempt.ts'
import { refundNumbers } from './numbers.ts'
import {
  type Held,
  insertPayment,
  lockPaymentOfOrder,
  lockPaymentOfTrade,
  saveAttempt,
  savePayment,
} from './payment.store.ts'
import { changed, isCertainlyUnpaid, type Payment, PROVIDER, paymentMachine, SYSTEM } from './payment.ts'
import { closedEvent } from './payment-events.ts'
import { beginClose } from './start-payment.ts'

export type CloseRequest = {
  readonly orderId: string
  readonly orderNo: string
  readonly userId: string
  readonly merchantId: string
  readonly channel: ChannelCode
  readonly numberPrefix: string
}

/**
 * The order wants to close. Nobody has begun to pay: a tombstone refuses whoever comes later. Somebody has: every
 * attempt is closed at the provider first, and only then PaymentClosed is told (T02, T03, Y05).
 */
export async function requestClose(work: Work, request: CloseRequest): Promise<void> {
  const held = (await lockPaymentOfOrder(work, request.orderId)) ?? (await bury(work, request))
  if (!held) return
  const { payment } = held
  if (payment.status === 'CLOSED' || payment.status === 'LATE_PAID') {
    work.publish(closedEvent(payment, work.now)) // asked again: said again
    return
  }
  if (payment.closingAt) return
  if (payment.status !== 'INIT' && payment.status !== 'PENDING' && payment.status !== 'QUARANTINED') return // paid: the order hears of that
  const step = { event: 'requestClose', actor: SYSTEM } as const
  const closing = await savePayment(work, payment, changed(payment, { closingAt: work.now }, step))
  const attempts: Attempt[] = []
  for (const attempt of held.attempts) {
    attempts.push(isLive(attempt) ? await beginClose(work, attempt, SYSTEM) : attempt)
  }
  await closeWhenCertain(work, { payment: closing, attempts }, request.numberPrefix)
}

/** @returns the payment that somebody else has made meanwhile, else undefined. */
async function bury(work: Work, request: CloseRequest): Promise<Held | undefined> {
  const { channel, orderId, orderNo, userId, merchantId } = request
  const tombstone: Payment = {
    id: newId(work.now),
    orderId,
    orderNo,
    userId,
    merchantId,
    channel,
    status: paymentMachine.next('INIT', 'close'),
    description: '',
    amountFen: 0,
    paidFen: 0,
    refundingFen: 0,
    refundedFen: 0,
    refundCount: 0,
    attemptId: null,
    outTradeNo: null,
    transactionId: null,
    closingAt: null,
    closeAlerted: false,
    expireAt: null,
    paidAt: null,
    closedAt: work.now,
    createdAt: work.now,
    updatedAt: work.now,
    version: 1,
  }
  if (await insertPayment(work, tombstone, { event: 'bury', actor: SYSTEM })) {
    work.publish(closedEvent(tombstone, work.now))
    return undefined
  }
  return lockPaymentOfOrder(work, orderId)
}

/** The provider is certain that this number cannot be paid any more. */
export async function closeAttempt(
  work: Work,
  { outTradeNo, numberPrefix }: { outTradeNo: string; numberPrefix: string },
): Promise<void> {
  const held = await lockPaymentOfTrade(work, outTradeNo)
  const attempt = held?.attempts.find((each) => each.outTradeNo === outTradeNo)
  if (!held || !attempt || !attemptMachine.can(attempt.status, 'close')) return // closed or paid meanwhile
  const closed = await saveAttempt(work, attempt, {
    next: {
      ...attempt,
      status: attemptMachine.next(attempt.status, 'close'),
      nextCloseAt: null,
      nextQueryAt: null,
    },
    step: { event: 'close', actor: PROVIDER },
  })
  const attempts = held.attempts.map((each) => (each.id === closed.id ? closed : each))
  await closeWhenCertain(work, { payment: held.payment, attempts }, numberPrefix)
}

/** Tells PaymentClosed when the order has asked for it and no attempt can be paid any more. */
export async function closeWhenCertain(
  work: Work,
  { payment, attempts }: Held,
  numberPrefix: string,
): Promise<void> {
  if (!payment.closingAt || !isCertainlyUnpaid(attempts)) return
  if (payment.status === 'QUARANTINED') return closeQuarantined(work, { payment, attempts }, numberPrefix)
  const status = paymentMachine.next(payment.status, 'close')
  const patch = { status, closingAt: null, closedAt: work.now, updatedAt: work.now }
  const closed = await savePayment(work, payment, changed(payment, patch, { event: 'close', actor: SYSTEM }))
  work.publish(closedEvent(closed, work.now))
}

/**
 * The order need not wait for people: no more money can arrive. What a query has proven to be there goes back as it
 * came; a notice alone is not proof, so without it nothing is refunded.
 */
async function closeQuarantined(
  work: Work,
  { payment, attempts }: Held,
  numberPrefix: string,
): Promise<void> {
  const paid = attempts.find(({ status }) => status === 'SUCCESS')
  const patch: Partial<Payment> = {
    closingAt: null,
    closedAt: work.now,
    updatedAt: work.now,
    ...(paid && proofOf(paid)),
  }
  const closed = await savePayment(work, payment, changed(payment, patch, { event: 'giveUp', actor: SYSTEM }))
  work.publish(closedEvent(closed, work.now))
  if (!paid) return
  await openRefund(work, {
    payment: closed,
    attempt: paid,
    kind: 'QUARANTINE',
    refundNo: refundNumbers.quarantined(numberPrefix, payment.id),
    amountFen: paid.paidFen,
    reason: '支付异常，原路退回',
  })
}

const proofOf = (attempt: Attempt): Partial<Payment> => ({
  paidFen: attempt.paidFen,
  attemptId: attempt.id,
  outTradeNo: attempt.outTradeNo,
  transactionId: attempt.transactionId,
  paidAt: attempt.paidAt,
})
