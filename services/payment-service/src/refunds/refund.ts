import {
  type DomainEvent,
  defineMachine,
  type Fen,
  happened,
  type Id,
  MINUTE_MS,
  SECOND_MS,
} from '@linli/core'
import {
  type RefundKind as ProtoRefundKind,
  RefundAbnormal,
  RefundFailed,
  RefundSucceeded,
} from '@linli/proto/payment'
import type { Payment, Step } from '../payments/payment.ts'

/** Acceptance is not success, and silence is not failure (product.md §6.3). */
export const refundMachine = defineMachine('refund', 'CREATED', {
  CREATED: { submit: 'SUBMITTED', refuse: 'CLOSED' },
  SUBMITTED: {
    submit: 'SUBMITTED',
    accept: 'PROCESSING',
    succeed: 'SUCCESS',
    close: 'CLOSED',
    block: 'ABNORMAL',
  },
  PROCESSING: { succeed: 'SUCCESS', close: 'CLOSED', block: 'ABNORMAL' },
  CLOSED: { retry: 'CREATED', settle: 'SUCCESS' },
  ABNORMAL: { retry: 'CREATED', settle: 'SUCCESS', succeed: 'SUCCESS', close: 'CLOSED' },
  SUCCESS: {},
})

export type RefundStatus = (typeof refundMachine.states)[number]
export type RefundKind = Exclude<ProtoRefundKind, 'UNSPECIFIED' | 'UNRECOGNIZED'>

export type Refund = {
  readonly id: Id<'Refund'>
  readonly paymentId: Id<'Payment'>
  readonly attemptId: Id<'Attempt'>
  readonly kind: RefundKind
  readonly aftersaleId: Id<'AfterSale'> | null
  readonly refundNo: string
  readonly outRefundNo: string
  readonly number: number
  readonly status: RefundStatus
  readonly amountFen: Fen
  readonly totalFen: Fen
  readonly reserved: boolean
  readonly reason: string
  readonly channelRefundId: string | null
  readonly receivedAccount: string | null
  readonly failureCode: string | null
  readonly failureReason: string | null
  readonly submitCount: number
  readonly pollCount: number
  readonly nextActionAt: Date | null
  readonly submittedAt: Date | null
  readonly succeededAt: Date | null
  readonly settledBy: string | null
  readonly settlementProof: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly version: number
}

export type RefundChange = { readonly next: Refund; readonly step: Step }

export const changedRefund = (refund: Refund, patch: Partial<Refund>, step: Step): RefundChange => ({
  next: { ...refund, ...patch, version: refund.version + 1 },
  step,
})

/** The provider refuses partial refunds of one trade that follow each other within a minute; with a margin for the way. */
export const REFUND_GAP_MS = 62 * SECOND_MS

/** The provider takes refunds for a year (wechat.md §5). */
export const REFUND_WINDOW_MS = 365 * 24 * 60 * MINUTE_MS

/** How often a refund that the provider has closed is begun anew without people. */
export const MAX_NUMBER = 3

const SUBMIT_WAITS_MS = [10 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS] as const

/** Until a call whose outcome nobody knows is asked about and repeated with the same number. */
export const submitWaitMs = (submitCount: number): number =>
  SUBMIT_WAITS_MS[submitCount - 1] ?? 10 * MINUTE_MS

const POLL_WAITS_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS] as const
const POLL_DAYS_MS = 7 * 24 * 60 * MINUTE_MS

/** 1, 5, 15, 60 minutes, then every hour for a week (Y09). @returns null when it is for people now. */
export function nextPollAt(refund: Pick<Refund, 'pollCount' | 'submittedAt'>, at: Date): Date | null {
  if (refund.submittedAt && at.getTime() - refund.submittedAt.getTime() > POLL_DAYS_MS) return null
  return new Date(at.getTime() + (POLL_WAITS_MS[refund.pollCount] ?? 60 * MINUTE_MS))
}

/** The merchant's balance is short: the same number again when somebody has topped it up. */
export const BALANCE_WAIT_MS = 10 * MINUTE_MS

/** What a refusal of the provider means for a refund. Anything else is our configuration's fault: try again later. */
export const REFUSALS: Readonly<Record<string, 'balance' | 'payee' | 'definite'>> = {
  NOT_ENOUGH: 'balance',
  USER_ACCOUNT_ABNORMAL: 'payee',
  INVALID_REQUEST: 'definite',
  PARAM_ERROR: 'definite',
  RESOURCE_NOT_EXISTS: 'definite',
  TRADE_OVERDUE: 'definite',
  REFUND_FEE_MISMATCH: 'definite',
}

const about = (refund: Refund) => ({
  aggregateType: 'refund',
  aggregateId: refund.id,
  aggregateVersion: refund.version,
})

const identityOf = (refund: Refund, payment: Payment) => ({
  refundId: refund.id,
  kind: refund.kind,
  aftersaleId: refund.aftersaleId ?? undefined,
  paymentId: payment.id,
  orderId: payment.orderId,
  orderNo: payment.orderNo,
  userId: payment.userId,
  merchantId: payment.merchantId,
  refundNo: refund.refundNo,
  amountFen: refund.amountFen,
  version: refund.version,
})

export const refundSucceededEvent = (refund: Refund, payment: Payment, at: Date): DomainEvent =>
  happened(RefundSucceeded, about(refund), {
    ...identityOf(refund, payment),
    channelRefundId: refund.channelRefundId ?? '',
    receivedAccount: refund.receivedAccount ?? '',
    paymentRefundedFen: payment.refundedFen,
    succeededAt: refund.succeededAt ?? at,
  })

export const refundFailedEvent = (
  refund: Refund,
  payment: Payment,
  { willRetry, at }: { willRetry: boolean; at: Date },
): DomainEvent =>
  happened(RefundFailed, about(refund), {
    ...identityOf(refund, payment),
    code: refund.failureCode ?? '',
    reason: refund.failureReason ?? '',
    willRetry,
    failedAt: at,
  })

export const refundAbnormalEvent = (refund: Refund, payment: Payment, at: Date): DomainEvent =>
  happened(RefundAbnormal, about(refund), {
    ...identityOf(refund, payment),
    channelRefundId: refund.channelRefundId ?? '',
    occurredAt: at,
  })
