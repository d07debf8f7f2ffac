import type { ChannelRefund } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { outRefundNoOf } from '../payments/numbers.ts'
import { type Payment, PROVIDER, SYSTEM } from '../payments/payment.ts'
import { settleRefund } from '../payments/reserve-refund.ts'
import { holdPayment } from '../payments/start-payment.ts'
import { findRefundByNumber, lockRefund, saveRefund } from './refund.store.ts'
import {
  BALANCE_WAIT_MS,
  changedRefund,
  MAX_NUMBER,
  nextPollAt,
  REFUND_GAP_MS,
  REFUSALS,
  type Refund,
  refundAbnormalEvent,
  refundFailedEvent,
  refundMachine,
  refundSucceededEvent,
  submitWaitMs,
} from './refund.ts'

export type RefundVerdict = 'changed' | 'repeated' | 'stale' | 'mismatch'

type Held = { readonly refund: Refund; readonly payment: Payment }

/** @throws REFUND_NOT_FOUND for a number that is not ours */
async function hold(work: Work, outRefundNo: string): Promise<Held> {
  const found = await findRefundByNumber(work.sql, outRefundNo)
  if (!found) throw PaymentErrors.REFUND_NOT_FOUND({ outRefundNo })
  const { payment } = await holdPayment(work, found.paymentId)
  return { payment, refund: await lockRefund(work, found.id) }
}

/**
 * What the provider says about a refund, by answer (`proven`) or by notice; it may come any number of times and in any
 * order.
 */
export async function recordRefund(
  work: Work,
  { told, proven }: { told: ChannelRefund; proven: boolean },
): Promise<RefundVerdict> {
  const held = await hold(work, told.outRefundNo)
  const { refund } = held
  if (refund.outRefundNo !== told.outRefundNo) return 'stale' // of a number that the provider has closed
  if (refund.amountFen !== told.refundFen) return 'mismatch'
  switch (told.state) {
    case 'PROCESSING':
      return accept(work, held, told)
    case 'SUCCESS':
      return succeed(work, held, told)
    case 'ABNORMAL':
      return block(work, held, told)
    case 'CLOSED':
      return proven ? close(work, held, told) : askAgain(work, held)
  }
}

const seen = (told: ChannelRefund): Partial<Refund> => ({
  channelRefundId: told.channelRefundId,
  receivedAccount: told.receivedAccount || null,
})

async function accept(work: Work, { refund }: Held, told: ChannelRefund): Promise<RefundVerdict> {
  if (!refundMachine.can(refund.status, 'accept')) return 'repeated'
  const patch: Partial<Refund> = {
    ...seen(told),
    status: refundMachine.next(refund.status, 'accept'),
    failureCode: null,
    failureReason: null,
    // A notice that has overtaken this answer wants us to ask at once.
    nextActionAt: isHurried(refund) ? work.now : nextPollAt({ ...refund, pollCount: 0 }, work.now),
    updatedAt: work.now,
  }
  await saveRefund(work, refund, changedRefund(refund, patch, { event: 'accept', actor: PROVIDER }))
  return 'changed'
}

/** Somebody wants it earlier than the claim of the call had left it. */
const isHurried = ({ nextActionAt, submittedAt, submitCount }: Refund) =>
  nextActionAt !== null &&
  submittedAt !== null &&
  nextActionAt.getTime() < submittedAt.getTime() + submitWaitMs(submitCount)

async function succeed(work: Work, { refund, payment }: Held, told: ChannelRefund): Promise<RefundVerdict> {
  if (!refundMachine.can(refund.status, 'succeed')) return 'repeated'
  const settled = await saveRefund(
    work,
    refund,
    changedRefund(
      refund,
      {
        ...seen(told),
        status: refundMachine.next(refund.status, 'succeed'),
        reserved: false,
        nextActionAt: null,
        succeededAt: told.succeededAt ?? work.now,
        updatedAt: work.now,
      },
      { event: 'succeed', actor: PROVIDER },
    ),
  )
  const after = refund.reserved ? await settleRefund(work, payment, refund.amountFen) : payment
  work.publish(refundSucceededEvent(settled, after, work.now))
  return 'changed'
}

async function block(work: Work, held: Held, told: ChannelRefund): Promise<RefundVerdict> {
  if (!refundMachine.can(held.refund.status, 'block')) return 'repeated'
  await blockFor(work, held, { ...seen(told), failureCode: 'ABNORMAL', failureReason: '用户账户无法收款' })
  return 'changed'
}

async function blockFor(work: Work, { refund, payment }: Held, facts: Partial<Refund>): Promise<void> {
  const status = refundMachine.next(refund.status, 'block')
  const patch = { ...facts, status, nextActionAt: null, updatedAt: work.now }
  const blocked = await saveRefund(
    work,
    refund,
    changedRefund(refund, patch, { event: 'block', actor: PROVIDER }),
  )
  work.publish(refundAbnormalEvent(blocked, payment, work.now))
}

/** A notice says "closed": a query must prove it before another number may be used. */
async function askAgain(work: Work, { refund }: Held): Promise<RefundVerdict> {
  if (refund.status !== 'PROCESSING' && refund.status !== 'SUBMITTED') return 'repeated'
  const step = { event: 'askAgain', actor: PROVIDER } as const
  await saveRefund(work, refund, changedRefund(refund, { nextActionAt: work.now, updatedAt: work.now }, step))
  return 'changed'
}

async function close(work: Work, held: Held, told: ChannelRefund): Promise<RefundVerdict> {
  if (!refundMachine.can(held.refund.status, 'close')) return 'repeated'
  const facts = { ...seen(told), failureCode: 'CLOSED', failureReason: '微信支付已关闭该退款' }
  const willRetry = held.refund.number < MAX_NUMBER
  const closed = await closeFor(work, held, { facts, willRetry })
  if (willRetry) await beginAnew(work, closed)
  return 'changed'
}

async function closeFor(
  work: Work,
  { refund, payment }: Held,
  { facts, willRetry }: { facts: Partial<Refund>; willRetry: boolean },
): Promise<Refund> {
  const status = refundMachine.next(refund.status, 'close')
  const patch = { ...facts, status, nextActionAt: null, updatedAt: work.now }
  const closed = await saveRefund(
    work,
    refund,
    changedRefund(refund, patch, { event: 'close', actor: PROVIDER }),
  )
  work.publish(refundFailedEvent(closed, payment, { willRetry, at: work.now }))
  return closed
}

/** Under the next number: the provider never accepts a closed one again. */
export async function beginAnew(work: Work, closed: Refund): Promise<Refund> {
  const number = closed.number + 1
  const patch: Partial<Refund> = {
    status: refundMachine.next(closed.status, 'retry'),
    number,
    outRefundNo: outRefundNoOf(closed.refundNo, number),
    channelRefundId: null,
    submitCount: 0,
    pollCount: 0,
    nextActionAt: new Date(work.now.getTime() + REFUND_GAP_MS),
    updatedAt: work.now,
  }
  return saveRefund(
    work,
    closed,
    changedRefund(closed, patch, { event: 'retry', actor: SYSTEM, detail: { number } }),
  )
}

/**
 * The provider has refused the call. `proven`: it was asked about the refund afterwards and does not know it, so no
 * money moved (wechat.md §5, D:4014959631).
 */
export async function recordRefusal(
  work: Work,
  {
    outRefundNo,
    code,
    message,
    proven,
  }: { outRefundNo: string; code: string; message: string; proven: boolean },
): Promise<void> {
  const held = await hold(work, outRefundNo)
  const { refund, payment } = held
  if (refund.status !== 'SUBMITTED' || refund.outRefundNo !== outRefundNo) return
  const facts = { failureCode: code, failureReason: message }
  const meaning = REFUSALS[code]
  if (meaning === 'payee') return blockFor(work, held, facts)
  if (meaning === 'definite' && proven) {
    await closeFor(work, held, { facts, willRetry: false })
    return
  }
  const isNews = refund.failureCode !== code
  const nextActionAt = new Date(work.now.getTime() + BALANCE_WAIT_MS)
  const patch = { ...facts, nextActionAt, updatedAt: work.now }
  const step = { event: 'postpone', actor: PROVIDER, detail: { code } } as const
  const waiting = await saveRefund(work, refund, changedRefund(refund, patch, step))
  if (isNews) work.publish(refundFailedEvent(waiting, payment, { willRetry: true, at: work.now }))
}
