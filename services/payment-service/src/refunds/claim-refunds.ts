import type { Work } from '../deps.ts'
import { SYSTEM } from '../payments/payment.ts'
import { lockDueRefunds, outTradeNoOfRefund, postpone, saveRefund, takeTurn } from './refund.store.ts'
import { changedRefund, nextPollAt, type Refund, refundMachine, submitWaitMs } from './refund.ts'

/** What to do at the provider, committed before it is done: a crash lets it come due again. */
export type RefundTask = {
  readonly refund: Refund
  readonly outTradeNo: string
  readonly action: 'submit' | 'poll'
}

/** Claims the refunds whose turn it is. */
export async function claimRefunds(work: Work, limit: number): Promise<RefundTask[]> {
  const tasks: RefundTask[] = []
  for (const refund of await lockDueRefunds(work, limit)) {
    const task = refund.status === 'PROCESSING' ? await poll(work, refund) : await submit(work, refund)
    if (task) tasks.push(task)
  }
  return tasks
}

async function poll(work: Work, refund: Refund): Promise<RefundTask> {
  const patch = {
    pollCount: refund.pollCount + 1,
    nextActionAt: nextPollAt(refund, work.now),
    updatedAt: work.now,
  }
  const claimed = await saveRefund(
    work,
    refund,
    changedRefund(refund, patch, { event: 'poll', actor: SYSTEM }),
  )
  return { refund: claimed, outTradeNo: await outTradeNoOfRefund(work.sql, refund), action: 'poll' }
}

async function submit(work: Work, refund: Refund): Promise<RefundTask | undefined> {
  const turn = await takeTurn(work, refund)
  if (turn) {
    await postpone(work, refund.id, turn)
    return undefined
  }
  const submitCount = refund.submitCount + 1
  const patch: Partial<Refund> = {
    status: refundMachine.next(refund.status, 'submit'),
    submitCount,
    submittedAt: work.now,
    nextActionAt: new Date(work.now.getTime() + submitWaitMs(submitCount)),
    updatedAt: work.now,
  }
  const claimed = await saveRefund(
    work,
    refund,
    changedRefund(refund, patch, { event: 'submit', actor: SYSTEM }),
  )
  return { refund: claimed, outTradeNo: await outTradeNoOfRefund(work.sql, refund), action: 'submit' }
}
