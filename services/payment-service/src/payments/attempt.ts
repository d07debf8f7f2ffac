import { defineMachine, type Fen, type Id, MINUTE_MS, SECOND_MS } from '@linli/core'
import type { ChannelCode } from '../channels/channel.ts'

/** One number at the provider. Money may arrive for any of them, even for one that we closed (product.md §6.2). */
export const attemptMachine = defineMachine('attempt', 'CREATED', {
  CREATED: {
    prepay: 'PREPAY',
    lose: 'UNKNOWN',
    refuse: 'FAILED',
    beginClose: 'CLOSING',
    succeed: 'SUCCESS',
    close: 'CLOSED',
  },
  PREPAY: { prepay: 'PREPAY', beginClose: 'CLOSING', succeed: 'SUCCESS', close: 'CLOSED' },
  UNKNOWN: { prepay: 'PREPAY', lose: 'UNKNOWN', beginClose: 'CLOSING', succeed: 'SUCCESS', close: 'CLOSED' },
  CLOSING: { succeed: 'SUCCESS', close: 'CLOSED' },
  CLOSED: { succeed: 'SUCCESS' },
  FAILED: { succeed: 'SUCCESS' },
  SUCCESS: {},
})

export type AttemptStatus = (typeof attemptMachine.states)[number]

export type Attempt = {
  readonly id: Id<'Attempt'>
  readonly paymentId: Id<'Payment'>
  readonly channel: ChannelCode
  readonly outTradeNo: string
  readonly status: AttemptStatus
  readonly amountFen: Fen
  readonly mchid: string
  readonly appid: string
  readonly payerIndex: string
  readonly expireAt: Date
  readonly prepayCalledAt: Date
  readonly prepayCalls: number
  readonly prepayId: string | null
  readonly prepayExpiresAt: Date | null
  readonly transactionId: string | null
  readonly paidFen: Fen
  readonly paidAt: Date | null
  readonly failureCode: string | null
  readonly nextQueryAt: Date | null
  readonly queryCount: number
  readonly queriedAt: Date | null
  readonly nextCloseAt: Date | null
  readonly closeCount: number
  readonly refundGateAt: Date | null
  readonly refundGateId: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

const LIVE: ReadonlySet<AttemptStatus> = new Set(['CREATED', 'PREPAY', 'UNKNOWN'])
const OPEN: ReadonlySet<AttemptStatus> = new Set(['CREATED', 'PREPAY', 'UNKNOWN', 'CLOSING'])

/** The one a payer would use now. */
export const isLive = ({ status }: Attempt): boolean => LIVE.has(status)
/** The provider may still take money for it. */
export const isOpen = ({ status }: Attempt): boolean => OPEN.has(status)

/** A prepay id lives two hours, whatever time_expire says (wechat.md §3.1). */
export const PREPAY_LIFE_MS = 120 * MINUTE_MS
/** Not handed out any more when less than this is left of it. */
const PREPAY_MARGIN_MS = MINUTE_MS

export const hasUsablePrepay = (attempt: Attempt, at: Date): boolean =>
  attempt.status === 'PREPAY' && (attempt.prepayExpiresAt?.getTime() ?? 0) - at.getTime() > PREPAY_MARGIN_MS

/** A prepay call that was begun is over after this, answered or not: the client gives up after 8 s per host. */
export const PREPAY_CALL_MS = 20 * SECOND_MS

/** A number must not be closed while the call that creates it may still be on its way (wechat.md §3.4). */
export function closableAt(attempt: Attempt, at: Date): Date {
  if (attempt.status !== 'CREATED') return at
  return new Date(Math.max(at.getTime(), attempt.prepayCalledAt.getTime() + PREPAY_CALL_MS))
}

/** Waits between the queries of an unpaid attempt: the notice may never come (Y04). The last one repeats. */
const QUERY_WAITS_MS = [5 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 3 * MINUTE_MS, 5 * MINUTE_MS] as const
const QUERY_AFTER_EXPIRY_MS = 10 * MINUTE_MS

/** @returns null when the deadline is long over: closing the order asks again anyway. */
export function nextQueryAt(attempt: Pick<Attempt, 'queryCount' | 'expireAt'>, at: Date): Date | null {
  if (at.getTime() > attempt.expireAt.getTime() + QUERY_AFTER_EXPIRY_MS) return null
  const wait = QUERY_WAITS_MS[attempt.queryCount] ?? 5 * MINUTE_MS
  return new Date(at.getTime() + wait)
}

const CLOSE_FIRST_WAIT_MS = 5 * SECOND_MS
const CLOSE_LAST_WAIT_MS = MINUTE_MS

/** 5, 10, 20, 40, 60, 60 … seconds between tries to close. */
export const closeWaitMs = (closeCount: number): number =>
  Math.min(CLOSE_FIRST_WAIT_MS * 2 ** closeCount, CLOSE_LAST_WAIT_MS)

/** An order that cannot be closed for so long needs people (product.md §6.2). */
export const CLOSE_ALERT_MS = 10 * MINUTE_MS

/** The client polls after paying; the provider is asked at most this often for one payment. */
export const STALE_MS = 3 * SECOND_MS
