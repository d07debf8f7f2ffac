import { type Fen, newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import type { Attempt } from '../payments/attempt.ts'
import { type Payment, SYSTEM } from '../payments/payment.ts'
import { reserveRefund } from '../payments/reserve-refund.ts'
import { insertRefund } from './refund.store.ts'
import type { Refund, RefundKind } from './refund.ts'

export type Opening = {
  readonly payment: Payment
  /** Whose money goes back, all of `paidFen` at most. */
  readonly attempt: Pick<Attempt, 'id' | 'amountFen' | 'paidFen'>
  readonly kind: RefundKind
  /** Derived from what it is for (numbers.ts). */
  readonly refundNo: string
  readonly amountFen: Fen
  readonly reason: string
  readonly aftersaleId?: string
}

/**
 * Puts a refund into the queue; the job calls the provider. The money of a duplicate is not the payment's, so it is
 * not set aside there. @throws REFUND_EXCEEDS_PAYMENT
 */
export async function openRefund(work: Work, opening: Opening): Promise<void> {
  const reserved = opening.kind !== 'DUPLICATE'
  const refund = draftRefund(work.now, opening, { reserved, nextActionAt: work.now })
  const isNew = await insertRefund(work, refund, { event: 'open', actor: SYSTEM })
  if (!isNew || !reserved) return
  if (!(await reserveRefund(work, opening.payment.id, opening.amountFen))) {
    throw PaymentErrors.REFUND_EXCEEDS_PAYMENT({ refundNo: opening.refundNo })
  }
}

/** A refund row that has not been told to the provider. */
export const draftRefund = (
  at: Date,
  opening: Opening,
  { reserved, nextActionAt }: { reserved: boolean; nextActionAt: Date | null },
): Refund => ({
  id: newId(at),
  paymentId: opening.payment.id,
  attemptId: opening.attempt.id,
  kind: opening.kind,
  aftersaleId: opening.aftersaleId ?? null,
  refundNo: opening.refundNo,
  outRefundNo: opening.refundNo,
  number: 1,
  status: 'CREATED',
  amountFen: opening.amountFen,
  totalFen: opening.attempt.paidFen || opening.attempt.amountFen,
  reserved,
  reason: opening.reason,
  channelRefundId: null,
  receivedAccount: null,
  failureCode: null,
  failureReason: null,
  submitCount: 0,
  pollCount: 0,
  nextActionAt,
  submittedAt: null,
  succeededAt: null,
  settledBy: null,
  settlementProof: null,
  createdAt: at,
  updatedAt: at,
  version: 1,
})
