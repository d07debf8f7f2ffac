import type { Trade } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { openRefund } from '../refunds/open-refund.ts'
import { type Attempt, attemptMachine, isLive } from './attempt.ts'
import { closeWhenCertain } from './close-payment.ts'
import { refundNumbers } from './numbers.ts'
import { lockPaymentOfTrade, saveAttempt, savePayment } from './payment.store.ts'
import {
  changed,
  type Evidence,
  judge,
  type Payment,
  PROVIDER,
  pay,
  paymentMachine,
  type Verdict,
} from './payment.ts'
import { duplicatePaidEvent, latePaidEvent, quarantinedEvent, succeededEvent } from './payment-events.ts'
import { beginClose } from './start-payment.ts'

export type Receipt = { readonly verdict: Verdict; readonly payment: Payment }

type Receiving = {
  payment: Payment
  attempt: Attempt
  others: readonly Attempt[]
  trade: Trade
  numberPrefix: string
}

/**
 * The provider says that a trade is paid, by notice or by query; both lead here and either may come any number of
 * times. @throws PAYMENT_NOT_FOUND for a number that is not ours
 */
export async function receiveMoney(
  work: Work,
  { trade, proven, numberPrefix }: Evidence & { numberPrefix: string },
): Promise<Receipt> {
  const held = await lockPaymentOfTrade(work, trade.outTradeNo)
  const attempt = held?.attempts.find((each) => each.outTradeNo === trade.outTradeNo)
  if (!held || !attempt) throw PaymentErrors.PAYMENT_NOT_FOUND({ outTradeNo: trade.outTradeNo })
  const verdict = judge(held.payment, attempt, { trade, proven })
  const others = held.attempts.filter((each) => each !== attempt)
  const payment = await apply(work, verdict, { payment: held.payment, attempt, others, trade, numberPrefix })
  return { verdict, payment }
}

function apply(work: Work, verdict: Verdict, receiving: Receiving): Promise<Payment> {
  switch (verdict.kind) {
    case 'repeated':
      return Promise.resolve(receiving.payment)
    case 'succeeded':
      return succeed(work, receiving)
    case 'late':
      return payLate(work, receiving)
    case 'duplicate':
      return refundDuplicate(work, receiving)
    case 'held':
      return hold(work, receiving)
    case 'mismatch':
      return verdict.moves ? quarantine(work, receiving, verdict.reason) : Promise.resolve(receiving.payment)
  }
}

const paidAtOf = (work: Work, trade: Trade) => trade.paidAt ?? work.now

/** Every attempt that got its money keeps the fact, whatever becomes of the payment. */
const win = (work: Work, { attempt, trade }: Receiving): Promise<Attempt> =>
  saveAttempt(work, attempt, {
    next: {
      ...attempt,
      status: attemptMachine.next(attempt.status, 'succeed'),
      transactionId: trade.transactionId,
      paidFen: trade.totalFen,
      paidAt: paidAtOf(work, trade),
      nextQueryAt: null,
      nextCloseAt: null,
    },
    step: { event: 'succeed', actor: PROVIDER, detail: { transactionId: trade.transactionId } },
  })

async function take(work: Work, receiving: Receiving, event: 'succeed' | 'payLate'): Promise<Payment> {
  const { payment, attempt, trade } = receiving
  const { transactionId } = trade
  const change = pay(payment, attempt, { event, transactionId, at: work.now, paidAt: paidAtOf(work, trade) })
  const [paid] = await Promise.all([savePayment(work, payment, change), win(work, receiving)])
  return paid
}

async function succeed(work: Work, receiving: Receiving): Promise<Payment> {
  const payment = await take(work, receiving, 'succeed')
  for (const other of receiving.others.filter(isLive)) await beginClose(work, other, PROVIDER)
  work.publish(succeededEvent(payment, { ...receiving, at: work.now }))
  return payment
}

/** The order was closed and its goods given back: the money goes back too, by itself (T01, Y06). */
async function payLate(work: Work, receiving: Receiving): Promise<Payment> {
  const payment = await take(work, receiving, 'payLate')
  const refundNo = refundNumbers.latePaid(receiving.numberPrefix, payment.id)
  work.publish(latePaidEvent(payment, { ...receiving, at: work.now }, refundNo))
  await openRefund(work, {
    payment,
    attempt: receiving.attempt,
    kind: 'LATE_PAID',
    refundNo,
    amountFen: payment.paidFen,
    reason: '订单已关闭，自动退款',
  })
  return payment
}

/** The order has been paid by another attempt (Y07). */
async function refundDuplicate(work: Work, receiving: Receiving): Promise<Payment> {
  const { payment, attempt } = receiving
  await win(work, receiving)
  const refundNo = refundNumbers.duplicatePaid(receiving.numberPrefix, attempt.id)
  const step = {
    event: 'payTwice',
    actor: PROVIDER,
    detail: { outTradeNo: attempt.outTradeNo, refundNo },
  } as const
  const noted = await savePayment(work, payment, changed(payment, { updatedAt: work.now }, step))
  work.publish(duplicatePaidEvent(noted, { ...receiving, at: work.now }, refundNo))
  await openRefund(work, {
    payment: noted,
    attempt,
    kind: 'DUPLICATE',
    refundNo,
    amountFen: attempt.amountFen,
    reason: '重复支付，自动退款',
  })
  return noted
}

async function hold(work: Work, receiving: Receiving): Promise<Payment> {
  const { payment, attempt, others, numberPrefix } = receiving
  const won = await win(work, receiving)
  const step = { event: 'hold', actor: PROVIDER, detail: { outTradeNo: attempt.outTradeNo } } as const
  const noted = await savePayment(work, payment, changed(payment, { updatedAt: work.now }, step))
  await closeWhenCertain(work, { payment: noted, attempts: [won, ...others] }, numberPrefix)
  return noted
}

/** Money that does not match: nothing is paid, the order is untouched, people decide (T11, Y03). */
async function quarantine(
  work: Work,
  { payment, attempt, trade }: Receiving,
  reason: Extract<Verdict, { kind: 'mismatch' }>['reason'],
): Promise<Payment> {
  const status = paymentMachine.next(payment.status, 'mismatch')
  const received = { totalFen: trade.totalFen, currency: trade.currency, transactionId: trade.transactionId }
  const change = changed(
    payment,
    { status, updatedAt: work.now },
    { event: 'mismatch', actor: PROVIDER, detail: { reason, outTradeNo: attempt.outTradeNo, ...received } },
  )
  const next = await savePayment(work, payment, change)
  work.publish(quarantinedEvent(next, { attempt, trade, at: work.now }, reason))
  return next
}
