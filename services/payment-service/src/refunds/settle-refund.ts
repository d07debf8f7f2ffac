import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { type Actor, type Payment } from '../payments/payment.ts'
import { reserveRefund, settleRefund } from '../payments/reserve-refund.ts'
import { holdPayment } from '../payments/start-payment.ts'
import { beginAnew } from './record-refund.ts'
import { findRefund, lockRefund, saveRefund } from './refund.store.ts'
import { changedRefund, type Refund, refundMachine, refundSucceededEvent } from './refund.ts'

async function hold(work: Work, id: string): Promise<{ refund: Refund; payment: Payment }> {
  const found = await findRefund(work.sql, id)
  if (!found) throw PaymentErrors.REFUND_NOT_FOUND({ refundId: id })
  const { payment } = await holdPayment(work, found.paymentId)
  return { payment, refund: await lockRefund(work, id) }
}

/** A refund that was refused before any money was set aside. @throws REFUND_EXCEEDS_PAYMENT */
async function ensureReserved(work: Work, refund: Refund): Promise<boolean> {
  if (refund.reserved || refund.kind === 'DUPLICATE') return refund.reserved
  if (await reserveRefund(work, refund.paymentId, refund.amountFen)) return true
  throw PaymentErrors.REFUND_EXCEEDS_PAYMENT({ refundNo: refund.refundNo })
}

/**
 * People try again. A number that the provider has closed is replaced; one that it has never accepted is kept; one that
 * hangs at the payer's account stays there, since another number would pay twice. @throws REFUND_NOT_RETRYABLE
 */
export async function retryRefund(work: Work, id: string, actor: Actor): Promise<Refund> {
  const { refund } = await hold(work, id)
  const step = { event: 'retry', actor } as const
  if (refund.status === 'SUBMITTED' || refund.status === 'PROCESSING' || refund.status === 'CREATED') {
    return saveRefund(
      work,
      refund,
      changedRefund(refund, { nextActionAt: work.now, updatedAt: work.now }, step),
    )
  }
  const wasAccepted = refund.channelRefundId !== null
  const retryable =
    refundMachine.can(refund.status, 'retry') && !(refund.status === 'ABNORMAL' && wasAccepted)
  if (!retryable) throw PaymentErrors.REFUND_NOT_RETRYABLE({ status: refund.status })
  const reserved = await ensureReserved(work, refund)
  if (wasAccepted) return beginAnew(work, refund)
  const status = refundMachine.next(refund.status, 'retry')
  const patch = { status, reserved, submitCount: 0, nextActionAt: work.now, updatedAt: work.now }
  return saveRefund(work, refund, changedRefund(refund, patch, step))
}

/** Paid out by hand, with the proof of it. @throws REFUND_NOT_SETTLEABLE */
export async function settleByHand(
  work: Work,
  id: string,
  { adminId, proof }: { adminId: string; proof: string },
): Promise<Refund> {
  const { refund } = await hold(work, id)
  if (!refundMachine.can(refund.status, 'settle')) {
    throw PaymentErrors.REFUND_NOT_SETTLEABLE({ status: refund.status })
  }
  const reserved = await ensureReserved(work, refund)
  const { payment } = await holdPayment(work, refund.paymentId) // with what was just set aside
  const patch: Partial<Refund> = {
    status: refundMachine.next(refund.status, 'settle'),
    reserved: false,
    succeededAt: work.now,
    settledBy: adminId,
    settlementProof: proof,
    receivedAccount: '人工退款',
    nextActionAt: null,
    updatedAt: work.now,
  }
  const step = { event: 'settle', actor: { type: 'ADMIN', id: adminId }, detail: { proof } } as const
  const settled = await saveRefund(work, refund, changedRefund(refund, patch, step))
  const after = reserved ? await settleRefund(work, payment, refund.amountFen) : payment
  work.publish(refundSucceededEvent(settled, after, work.now))
  return settled
}
