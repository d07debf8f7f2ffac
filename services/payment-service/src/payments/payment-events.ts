import { type DomainEvent, type Fen, happened } from '@linli/core'
import {
  PaymentClosed,
  PaymentDuplicatePaid,
  PaymentFailed,
  PaymentLatePaid,
  PaymentQuarantined,
  PaymentSucceeded,
  type QuarantineReason,
} from '@linli/proto/payment'
import type { Trade } from '../channels/channel.ts'
import type { Attempt } from './attempt.ts'
import type { Payment } from './payment.ts'

const about = (payment: Payment) => ({
  aggregateType: 'payment',
  aggregateId: payment.id,
  aggregateVersion: payment.version,
})

const identityOf = (payment: Payment) => ({
  paymentId: payment.id,
  orderId: payment.orderId,
  orderNo: payment.orderNo,
  userId: payment.userId,
  version: payment.version,
})

const moneyOf = (payment: Payment, attempt: Attempt, trade: Trade) => ({
  ...identityOf(payment),
  merchantId: payment.merchantId,
  outTradeNo: attempt.outTradeNo,
  transactionId: trade.transactionId,
})

type Arrival = { readonly attempt: Attempt; readonly trade: Trade; readonly at: Date }

export const succeededEvent = (payment: Payment, { attempt, trade, at }: Arrival): DomainEvent =>
  happened(PaymentSucceeded, about(payment), {
    ...moneyOf(payment, attempt, trade),
    channel: 'WECHAT',
    amountFen: attempt.amountFen,
    paidAt: trade.paidAt ?? at,
  })

export const latePaidEvent = (
  payment: Payment,
  { attempt, trade, at }: Arrival,
  refundNo: string,
): DomainEvent =>
  happened(PaymentLatePaid, about(payment), {
    ...moneyOf(payment, attempt, trade),
    amountFen: attempt.amountFen,
    refundNo,
    paidAt: trade.paidAt ?? at,
  })

export const duplicatePaidEvent = (
  payment: Payment,
  { attempt, trade, at }: Arrival,
  refundNo: string,
): DomainEvent =>
  happened(PaymentDuplicatePaid, about(payment), {
    ...moneyOf(payment, attempt, trade),
    attemptId: attempt.id,
    amountFen: attempt.amountFen,
    refundNo,
    paidAt: trade.paidAt ?? at,
  })

export const quarantinedEvent = (
  payment: Payment,
  { attempt, trade, at }: Arrival,
  reason: QuarantineReason,
): DomainEvent =>
  happened(PaymentQuarantined, about(payment), {
    ...moneyOf(payment, attempt, trade),
    reason,
    expectedFen: attempt.amountFen,
    receivedFen: trade.totalFen,
    currency: trade.currency,
    receivedAt: at,
  })

export const closedEvent = (payment: Payment, at: Date): DomainEvent =>
  happened(PaymentClosed, about(payment), { ...identityOf(payment), closedAt: payment.closedAt ?? at })

type Refusal = {
  readonly outTradeNo: string
  readonly amountFen: Fen
  readonly code: string
  readonly reason: string
}

export const failedEvent = (payment: Payment, refusal: Refusal, at: Date): DomainEvent =>
  happened(PaymentFailed, about(payment), { ...identityOf(payment), ...refusal, failedAt: at })
