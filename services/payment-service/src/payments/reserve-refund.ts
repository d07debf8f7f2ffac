import type { Fen } from '@linli/core'
import type { Work } from '../deps.ts'
import { reserveAmount, savePayment } from './payment.store.ts'
import { giveBack, type Payment } from './payment.ts'

/** Sets money of a payment aside for a refund. @returns false when the refunds would exceed what was paid, or 50. */
export const reserveRefund = (work: Work, paymentId: string, amountFen: Fen): Promise<boolean> =>
  reserveAmount(work, paymentId, amountFen)

/** A reserved refund has reached the payer. The caller holds the payment's lock. */
export const settleRefund = (work: Work, payment: Payment, amountFen: Fen): Promise<Payment> =>
  savePayment(work, payment, giveBack(payment, amountFen, work.now))
