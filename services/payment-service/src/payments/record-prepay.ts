import type { Outcome } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { type Attempt, attemptMachine, isLive, PREPAY_LIFE_MS } from './attempt.ts'
import { type Held, lockPaymentOfTrade, saveAttempt, savePayment } from './payment.store.ts'
import { changed, type Payment, PROVIDER, paymentMachine } from './payment.ts'
import { failedEvent } from './payment-events.ts'
import { beginClose } from './start-payment.ts'

const PREPAY = { event: 'prepay', actor: PROVIDER } as const

/** What the provider said when it was asked for a prepay id. */
export type PrepayAnswer = Outcome<{ readonly prepayId: string }>

/** Codes that say the number was paid or may be: only a query tells. */
const MAYBE_PAID: ReadonlySet<string> = new Set(['ORDERPAID', 'ORDER_PAID'])

/**
 * Records the answer to a prepay call. An attempt that was paid, closed or given up meanwhile keeps its state: the
 * answer is late, and nobody gets to see its prepay id.
 */
export async function recordPrepay(
  work: Work,
  { outTradeNo, answer }: { outTradeNo: string; answer: PrepayAnswer },
): Promise<{ payment: Payment; attempt: Attempt }> {
  const held = await lockPaymentOfTrade(work, outTradeNo)
  const attempt = held?.attempts.find((each) => each.outTradeNo === outTradeNo)
  if (!held || !attempt) throw PaymentErrors.PAYMENT_NOT_FOUND({ outTradeNo })
  if (attempt.status === 'CLOSING') return { payment: held.payment, attempt: await hasten(work, attempt) }
  if (!isLive(attempt)) return { payment: held.payment, attempt }
  if (answer.kind === 'ok') return accept(work, { payment: held.payment, attempt }, answer.value.prepayId)
  if (answer.kind === 'unknown')
    return { payment: held.payment, attempt: await lose(work, attempt, answer.reason) }
  return refuse(work, { held, attempt }, answer)
}

/** The call is over, so the close need not wait for it any longer. */
const hasten = (work: Work, attempt: Attempt): Promise<Attempt> =>
  saveAttempt(work, attempt, {
    next: { ...attempt, nextCloseAt: work.now },
    step: { event: 'answeredLate', actor: PROVIDER },
  })

async function accept(
  work: Work,
  { payment, attempt }: { payment: Payment; attempt: Attempt },
  prepayId: string,
): Promise<{ payment: Payment; attempt: Attempt }> {
  const next = {
    ...attempt,
    status: attemptMachine.next(attempt.status, 'prepay'),
    prepayId,
    prepayExpiresAt: new Date(attempt.prepayCalledAt.getTime() + PREPAY_LIFE_MS),
  }
  const [prepaid, pending] = await Promise.all([
    saveAttempt(work, attempt, { next, step: PREPAY }),
    payment.status === 'INIT' ? beginPending(work, payment) : payment,
  ])
  return { payment: pending, attempt: prepaid }
}

function beginPending(work: Work, payment: Payment): Promise<Payment> {
  const status = paymentMachine.next(payment.status, 'prepay')
  return savePayment(work, payment, changed(payment, { status, updatedAt: work.now }, PREPAY))
}

/** The provider may have the trade or not: never a failure; the next call repeats the same number. */
async function lose(work: Work, attempt: Attempt, reason: string): Promise<Attempt> {
  if (attempt.status === 'PREPAY') return attempt
  return saveAttempt(work, attempt, {
    next: { ...attempt, status: attemptMachine.next(attempt.status, 'lose') },
    step: { event: 'lose', actor: PROVIDER, detail: { reason } },
  })
}

async function refuse(
  work: Work,
  { held, attempt }: { held: Held; attempt: Attempt },
  { code, message }: { code: string; message: string },
): Promise<{ payment: Payment; attempt: Attempt }> {
  const { payment } = held
  if (MAYBE_PAID.has(code)) {
    return { payment, attempt: await saveAttempt(work, attempt, ask(attempt, work.now)) }
  }
  // A first call that was refused has left nothing behind; a repeated one may have, so it is closed with certainty.
  const isFirst = attempt.status === 'CREATED' && attempt.prepayCalls === 1
  if (!isFirst) return { payment, attempt: await beginClose(work, attempt, PROVIDER) }
  const refused = await saveAttempt(work, attempt, {
    next: {
      ...attempt,
      status: attemptMachine.next(attempt.status, 'refuse'),
      failureCode: code,
      nextQueryAt: null,
    },
    step: { event: 'refuse', actor: PROVIDER, detail: { code, message } },
  })
  const { outTradeNo, amountFen } = attempt
  work.publish(failedEvent(payment, { outTradeNo, amountFen, code, reason: message }, work.now))
  return { payment, attempt: refused }
}

const ask = (attempt: Attempt, at: Date) => ({
  next: { ...attempt, nextQueryAt: at },
  step: { event: 'maybePaid', actor: PROVIDER },
})
