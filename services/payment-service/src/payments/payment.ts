import { defineMachine, type Fen, type Id } from '@linli/core'
import type { QuarantineReason } from '@linli/proto/payment'
import type { ChannelCode, Trade } from '../channels/channel.ts'
import { type Attempt, isOpen } from './attempt.ts'

/** One per order (product.md §6.2). The provider is the authority: money may arrive after we closed. */
export const paymentMachine = defineMachine('payment', 'INIT', {
  INIT: { prepay: 'PENDING', succeed: 'SUCCEEDED', close: 'CLOSED', mismatch: 'QUARANTINED' },
  PENDING: { prepay: 'PENDING', succeed: 'SUCCEEDED', close: 'CLOSED', mismatch: 'QUARANTINED' },
  SUCCEEDED: { refundPart: 'PARTIAL_REFUNDED', refundAll: 'REFUNDED' },
  PARTIAL_REFUNDED: { refundPart: 'PARTIAL_REFUNDED', refundAll: 'REFUNDED' },
  CLOSED: { payLate: 'LATE_PAID', mismatch: 'QUARANTINED' },
  LATE_PAID: { refundAll: 'REFUNDED' },
  QUARANTINED: { refundAll: 'REFUNDED' },
  REFUNDED: {},
})

export type PaymentStatus = (typeof paymentMachine.states)[number]

export type Payment = {
  readonly id: Id<'Payment'>
  readonly orderId: Id<'Order'>
  readonly orderNo: string
  readonly userId: Id<'User'>
  readonly merchantId: Id<'Merchant'>
  readonly channel: ChannelCode
  readonly status: PaymentStatus
  readonly description: string
  readonly amountFen: Fen
  readonly paidFen: Fen
  readonly refundingFen: Fen
  readonly refundedFen: Fen
  readonly refundCount: number
  readonly attemptId: Id<'Attempt'> | null
  readonly outTradeNo: string | null
  readonly transactionId: string | null
  readonly closingAt: Date | null
  readonly closeAlerted: boolean
  readonly expireAt: Date | null
  readonly paidAt: Date | null
  readonly closedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly version: number
}

export type Actor = { readonly type: 'SYSTEM' | 'USER' | 'ADMIN' | 'PROVIDER'; readonly id?: string }
export const SYSTEM: Actor = { type: 'SYSTEM' }
export const PROVIDER: Actor = { type: 'PROVIDER' }

/** A line of the history. */
export type Step = {
  readonly event: string
  readonly actor: Actor
  readonly detail?: Record<string, unknown>
}

export type PaymentChange = { readonly next: Payment; readonly step: Step }

/** The next version with its history line. */
export const changed = (payment: Payment, patch: Partial<Payment>, step: Step): PaymentChange => ({
  next: { ...payment, ...patch, version: payment.version + 1 },
  step,
})

/** What money that arrived means for a payment. */
export type Verdict =
  | { readonly kind: 'repeated' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'late' }
  | { readonly kind: 'duplicate' }
  /** `moves` is false when the payment has found its money already: only people and logs hear of it. */
  | { readonly kind: 'mismatch'; readonly reason: QuarantineReason; readonly moves: boolean }
  /** A query has proven the money of a quarantined payment: kept for the decision about it. */
  | { readonly kind: 'held' }

/** `proven`: the provider was asked; a notice was only heard. */
export type Evidence = { readonly trade: Trade; readonly proven: boolean }

/** Guards of product.md Y02, Y03, Y06, Y07 in their order. A status never moves backwards (T12). */
export function judge(payment: Payment, attempt: Attempt, { trade, proven }: Evidence): Verdict {
  if (payment.status === 'QUARANTINED' && attempt.status !== 'SUCCESS' && proven) return { kind: 'held' }
  const reason = mismatchOf(attempt, trade)
  if (reason) return { kind: 'mismatch', reason, moves: paymentMachine.can(payment.status, 'mismatch') }
  if (attempt.status === 'SUCCESS' || payment.status === 'QUARANTINED') return { kind: 'repeated' }
  if (paymentMachine.can(payment.status, 'succeed')) return { kind: 'succeeded' }
  if (paymentMachine.can(payment.status, 'payLate')) return { kind: 'late' }
  return { kind: 'duplicate' }
}

function mismatchOf(attempt: Attempt, trade: Trade): QuarantineReason | undefined {
  if (trade.mchid !== attempt.mchid) return 'MERCHANT_MISMATCH'
  if (trade.appid !== attempt.appid) return 'APP_MISMATCH'
  if (trade.currency !== 'CNY') return 'CURRENCY_MISMATCH'
  if (trade.totalFen !== attempt.amountFen) return 'AMOUNT_MISMATCH'
  if (attempt.transactionId && attempt.transactionId !== trade.transactionId) return 'MERCHANT_MISMATCH'
  return undefined
}

type Paid = { readonly at: Date; readonly paidAt: Date; readonly transactionId: string }

/** Money arrived: in time, or after the close. A close that was being confirmed has lost the race. */
export function pay(
  payment: Payment,
  attempt: Attempt,
  { event, ...paid }: Paid & { event: 'succeed' | 'payLate' },
): PaymentChange {
  return changed(
    payment,
    {
      status: paymentMachine.next(payment.status, event),
      paidFen: attempt.amountFen,
      attemptId: attempt.id,
      outTradeNo: attempt.outTradeNo,
      transactionId: paid.transactionId,
      paidAt: paid.paidAt,
      closingAt: null,
      updatedAt: paid.at,
    },
    { event, actor: PROVIDER, detail: { outTradeNo: attempt.outTradeNo, transactionId: paid.transactionId } },
  )
}

/** It is certain that no money can arrive for any attempt. */
export const isCertainlyUnpaid = (attempts: readonly Attempt[]): boolean => !attempts.some(isOpen)

/** A refund of `amountFen` has reached the payer. */
export function giveBack(payment: Payment, amountFen: Fen, at: Date): PaymentChange {
  const refundedFen = payment.refundedFen + amountFen
  const event = refundedFen === payment.paidFen ? 'refundAll' : 'refundPart'
  const status = paymentMachine.next(payment.status, event)
  const patch = { status, refundedFen, refundingFen: payment.refundingFen - amountFen, updatedAt: at }
  return changed(payment, patch, { event, actor: PROVIDER, detail: { amountFen } })
}
