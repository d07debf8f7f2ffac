import { SECOND_MS } from '@linli/core'
import { defineGauges, defineJob, inBatches, inTransaction } from '@linli/events'
import type { ChannelRefund, Outcome } from '../channels/channel.ts'
import type { Deps, Work } from '../deps.ts'
import { claimRefunds, type RefundTask } from './claim-refunds.ts'
import { recordRefund, recordRefusal } from './record-refund.ts'
import { readOpen } from './refund.store.ts'
import { REFUSALS } from './refund.ts'

const BATCH = 20
/** The provider does not know this refund: nothing has moved. */
const NOT_THERE = 'RESOURCE_NOT_EXISTS'

/** Submits and asks; the claim is committed before the call, the answer after it (T10, Y08, Y09). */
const driveRefunds = defineJob<Deps>({
  name: 'payment.drive-refunds',
  everyMs: SECOND_MS,
  run: (deps) =>
    inBatches(BATCH, async (size) => {
      const tasks = await inTransaction(deps, (work: Work) => claimRefunds(work, size))
      const results = await Promise.allSettled(tasks.map((task) => drive(deps, task)))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
      return tasks.length
    }),
})

async function drive(deps: Deps, { refund, outTradeNo, action }: RefundTask): Promise<void> {
  const { outRefundNo } = refund
  if (refund.nextActionAt === null)
    deps.log.error({ refundId: refund.id, outRefundNo }, 'a refund hangs for a week')
  // What may have been submitted before is asked about first: the answer may have been lost.
  const isRepetition = action === 'poll' || refund.submitCount > 1
  const known = isRepetition ? await deps.channel.queryRefund(outRefundNo) : undefined
  if (known?.kind === 'ok') return record(deps, known.value)
  if (action === 'poll' || known?.kind === 'unknown') return
  const answer = await deps.channel.refund({
    outTradeNo,
    outRefundNo,
    reason: refund.reason,
    refundFen: refund.amountFen,
    totalFen: refund.totalFen,
  })
  if (answer.kind === 'ok') return record(deps, answer.value)
  if (answer.kind === 'rejected') await settleRefusal(deps, outRefundNo, answer)
}

async function record(deps: Deps, told: ChannelRefund): Promise<void> {
  const verdict = await inTransaction(deps, (work: Work) => recordRefund(work, { told, proven: true }))
  if (verdict === 'mismatch') deps.log.error({ outRefundNo: told.outRefundNo }, 'a refund of another amount')
}

type Refusal = Extract<Outcome<ChannelRefund>, { kind: 'rejected' }>

/** A refusal that looks final is believed only after the provider says that it does not know the refund. */
async function settleRefusal(deps: Deps, outRefundNo: string, { code, message }: Refusal): Promise<void> {
  deps.log.error({ outRefundNo, code }, 'the provider refused a refund')
  let proven = false
  if (REFUSALS[code] === 'definite') {
    const known = await deps.channel.queryRefund(outRefundNo)
    if (known.kind === 'ok') return record(deps, known.value)
    proven = known.kind === 'rejected' && known.code === NOT_THERE
  }
  await inTransaction(deps, (work: Work) => recordRefusal(work, { outRefundNo, code, message, proven }))
}

export const refundGauges = defineGauges<Deps>({
  gauges: {
    refunds_open: 'money that is owed and not given back yet',
    refunds_open_oldest_seconds: 'age of the oldest of them',
  },
  read: async ({ sql }) =>
    (await readOpen(sql)).map(({ count, oldest }) => ({
      values: { refunds_open: count, refunds_open_oldest_seconds: oldest },
    })),
})

export const refundJobs = [driveRefunds]
