import { SECOND_MS } from '@linli/core'
import { auditJob, defineGauges, defineJob, inBatches, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { CLOSE_ALERT_MS, nextQueryAt } from './attempt.ts'
import { closeAttempt } from './close-payment.ts'
import {
  claimCloses,
  claimQueries,
  claimStuckCloses,
  type Due,
  readClosing,
  scheduleQuery,
} from './payment.store.ts'
import { recordTrade } from './record-trade.ts'

const BATCH = 20
/** A claim that its process did not live to finish comes due again after this. */
const CLAIM_MS = 30 * SECOND_MS

/** The rows of a batch at once. Each is counted even when the provider gave no answer. */
const treatDue = (
  claim: (size: number) => Promise<Due[]>,
  treat: (due: Due) => Promise<void>,
): Promise<number> =>
  inBatches(BATCH, async (size) => {
    const batch = await claim(size)
    const results = await Promise.allSettled(batch.map(treat))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    return batch.length
  })

/** A notice may be lost: unpaid attempts are asked about (Y04). */
const queryUnpaid = defineJob<Deps>({
  name: 'payment.query-unpaid',
  everyMs: SECOND_MS,
  run: (deps) =>
    treatDue(
      (size) => {
        const until = new Date(deps.clock.now().getTime() + CLAIM_MS)
        return inTransaction(deps, (work: Work) => claimQueries(work, { limit: size, until }))
      },
      async ({ id, outTradeNo, expireAt, count }) => {
        const answer = await deps.channel.query(outTradeNo)
        const { numberPrefix } = deps
        await inTransaction(deps, async (work: Work) => {
          await recordTrade(work, { outTradeNo, answer, numberPrefix })
          await scheduleQuery(work, id, nextQueryAt({ queryCount: count, expireAt }, work.now))
        })
      },
    ),
})

/** Query, close, and only what the provider is certain of counts (T02, T03, Y05). */
const closeRequested = defineJob<Deps>({
  name: 'payment.close-requested',
  everyMs: SECOND_MS / 2,
  run: (deps) =>
    treatDue(
      (size) => inTransaction(deps, (work: Work) => claimCloses(work, size)),
      ({ outTradeNo }) => closeAtProvider(deps, outTradeNo),
    ),
})

/** Numbers that the provider does not know are closed too: whoever still tries to use them is refused. */
const UNKNOWN_NUMBER: ReadonlySet<string> = new Set(['ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS'])

async function closeAtProvider(deps: Deps, outTradeNo: string): Promise<void> {
  const { numberPrefix } = deps
  const record = async () => {
    const answer = await deps.channel.query(outTradeNo)
    await inTransaction(deps, (work: Work) => recordTrade(work, { outTradeNo, answer, numberPrefix }))
    return answer
  }
  const before = await record()
  if (before.kind === 'unknown') return // asked again later
  if (before.kind === 'ok' && before.value.state !== 'NOTPAY') return
  if (before.kind === 'rejected' && !UNKNOWN_NUMBER.has(before.code)) return
  const closed = await deps.channel.close(outTradeNo)
  if (closed.kind === 'rejected' && !UNKNOWN_NUMBER.has(closed.code)) {
    await record() // ORDERPAID: the payer was faster
    return
  }
  if (closed.kind === 'unknown') return
  await inTransaction(deps, (work: Work) => closeAttempt(work, { outTradeNo, numberPrefix }))
}

const alertStuckCloses = defineJob<Deps>({
  name: 'payment.alert-stuck-closes',
  everyMs: 30 * SECOND_MS,
  async run(deps) {
    const before = new Date(deps.clock.now().getTime() - CLOSE_ALERT_MS)
    const payments = await inTransaction(deps, (work: Work) => claimStuckCloses(work, before))
    for (const { id, orderId, closingAt } of payments) {
      deps.log.error({ paymentId: id, orderId, closingAt }, 'a payment cannot be closed at the provider')
    }
    return payments.length
  },
})

export const paymentGauges = defineGauges<Deps>({
  gauges: {
    payments_closing: 'asked to be closed, and not certainly closed yet',
    payments_closing_oldest_seconds: 'since when the oldest of them waits',
  },
  read: async ({ sql }) =>
    (await readClosing(sql)).map(({ count, oldest }) => ({
      values: { payments_closing: count, payments_closing_oldest_seconds: oldest },
    })),
})

export const paymentJobs = [
  queryUnpaid,
  closeRequested,
  alertStuckCloses,
  auditJob<Deps>('payment.audit', 'payment_audit'),
]
