import { counter } from '@linli/events'
import type {
  PaymentDuplicatePaid,
  PaymentLatePaid,
  PaymentQuarantined,
  PaymentSucceeded,
} from '@linli/proto/payment'
import type { Work } from '../deps.ts'
import { changeOrder } from './order.store.ts'
import type { Order } from './order.ts'
import { note, pay } from './order-rules.ts'

const paid = counter('order_paid_fen', 'money of the orders that were paid, in fen')

/** Money arrived. A repetition of the same payment changes nothing; any other payment is refused loudly. */
export const payOrder = (work: Work, payment: PaymentSucceeded): Promise<Order> =>
  changeOrder(work, payment.orderId, (order) => {
    const { paymentId, amountFen, paidAt } = payment
    if (order.paymentId === paymentId) return undefined
    work.afterCommit(() => paid.add(amountFen))
    return pay(order, { paymentId, amountFen, at: paidAt })
  })

/** Money arrived after the close: payment-service gives it back, the timeline says so. */
export const noteLatePayment = (work: Work, late: PaymentLatePaid): Promise<Order> =>
  changeOrder(work, late.orderId, (order) =>
    note(order, 'latePaid', { detail: { amountFen: late.amountFen, refundNo: late.refundNo } }),
  )

/** A second attempt was paid too: payment-service gives that money back. */
export const noteDuplicatePayment = (work: Work, twice: PaymentDuplicatePaid): Promise<Order> =>
  changeOrder(work, twice.orderId, (order) =>
    note(order, 'duplicatePaid', { detail: { amountFen: twice.amountFen, refundNo: twice.refundNo } }),
  )

/** Money arrived that does not match: the order stays as it is, people decide (T11). */
export const noteQuarantine = (
  work: Work,
  { orderId, reason, expectedFen, receivedFen }: PaymentQuarantined,
): Promise<Order> =>
  changeOrder(work, orderId, (order) =>
    note(order, 'quarantined', { detail: { reason, expectedFen, receivedFen } }),
  )
