import type { AftersaleApproved } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { refundNumbers } from '../payments/numbers.ts'
import { type Payment, SYSTEM } from '../payments/payment.ts'
import { reserveRefund } from '../payments/reserve-refund.ts'
import { holdPaymentOfOrder } from '../payments/start-payment.ts'
import { draftRefund, type Opening } from './open-refund.ts'
import { findRefundOfAfterSale, insertRefund, saveRefund } from './refund.store.ts'
import { changedRefund, REFUND_WINDOW_MS, refundFailedEvent, refundMachine } from './refund.ts'

/**
 * The order service has decided; this service moves the money (product.md S3, Y08). What cannot be refunded is told by
 * RefundFailed and left to people, not thrown.
 * @throws PAYMENT_NOT_PAID while the event is ahead of the money
 */
export async function refundAfterSale(
  work: Work,
  event: AftersaleApproved,
  { numberPrefix }: { numberPrefix: string },
): Promise<void> {
  if (event.refundFen === 0 || !event.paymentId) return // points or coupons alone: nothing was paid
  const { payment, attempts } = await holdPaymentOfOrder(work, event.orderId)
  const attempt = attempts.find(({ id }) => id === payment.attemptId)
  if (!attempt || payment.paidFen === 0) throw PaymentErrors.PAYMENT_NOT_PAID({ orderId: event.orderId })
  if (await findRefundOfAfterSale(work.sql, event.aftersaleId)) return
  const opening: Opening = {
    payment,
    attempt,
    kind: 'AFTERSALE',
    refundNo: refundNumbers.afterSale(numberPrefix, event.aftersaleId),
    amountFen: event.refundFen,
    reason: event.reason || '售后退款',
    aftersaleId: event.aftersaleId,
  }
  const refusal = refusalOf(work, opening) ?? (await reserve(work, opening))
  if (refusal) return refuse(work, opening, refusal)
  const refund = draftRefund(work.now, opening, { reserved: true, nextActionAt: work.now })
  if (!(await insertRefund(work, refund, { event: 'open', actor: SYSTEM }))) {
    throw new Error(`refund ${opening.refundNo} exists under another after-sale`)
  }
}

type Refusal = { readonly code: string; readonly reason: string }

function refusalOf(work: Work, { payment, amountFen }: Opening): Refusal | undefined {
  if (amountFen > payment.paidFen) return EXCEEDS
  const age = work.now.getTime() - (payment.paidAt ?? work.now).getTime()
  return age > REFUND_WINDOW_MS ? { code: 'TRADE_OVERDUE', reason: '支付超过一年，请线下退款' } : undefined
}

const EXCEEDS: Refusal = { code: 'REFUND_EXCEEDS_PAYMENT', reason: '退款金额或次数超过可退范围' }

const reserve = async (work: Work, { payment, amountFen }: Opening): Promise<Refusal | undefined> =>
  (await reserveRefund(work, payment.id, amountFen)) ? undefined : EXCEEDS

async function refuse(work: Work, opening: Opening, { code, reason }: Refusal): Promise<void> {
  const { payment } = opening
  const draft = draftRefund(
    work.now,
    { ...opening, amountFen: opening.amountFen },
    { reserved: false, nextActionAt: null },
  )
  const fitting = { ...draft, totalFen: Math.max(draft.totalFen, draft.amountFen) }
  if (!(await insertRefund(work, fitting, { event: 'open', actor: SYSTEM }))) return
  const status = refundMachine.next(fitting.status, 'refuse')
  const change = changedRefund(
    fitting,
    { status, failureCode: code, failureReason: reason, updatedAt: work.now },
    { event: 'refuse', actor: SYSTEM, detail: { code } },
  )
  const refused = await saveRefund(work, fitting, change)
  work.publish(refundFailedEvent(refused, payment satisfies Payment, { willRetry: false, at: work.now }))
}
