import { counter, defineGauges, defineJob, inBatches, inTransaction, type Job } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { failSaga } from './advance-saga.ts'
import { expireOrder, noteStuckClose } from './close-order.ts'
import { receiveOrder, settleOrder } from './fulfil-order.ts'
import { claimDue, type DueKind, ensurePartitions, readWaiting } from './order.store.ts'

const BATCH = 50
const SECOND_MS = 1000
/** An order that payment cannot close for so long needs people (product.md §9.3). */
const CLOSE_ALERT_MS = 600 * SECOND_MS

const stuck = counter('order_close_stuck', 'orders that payment could not close within ten minutes')

/** Claims what is due and treats each in the same transaction, batch by batch, until nothing is due. */
function treatDue(
  deps: Deps,
  kind: DueKind,
  { before, treat }: { before: Date; treat: (work: Work, id: string) => Promise<unknown> },
): Promise<number> {
  return inBatches(BATCH, (limit) =>
    inTransaction(deps, async (work: Work) => {
      const ids = await claimDue(work, kind, { before, limit })
      for (const id of ids) await treat(work, id)
      return ids.length
    }),
  )
}

const ago = (deps: Deps, ms: number) => new Date(deps.clock.now().getTime() - ms)

/** Participants that stay silent lose the order (product.md §9.3). */
const closeSilentSagas: Job<Deps> = defineJob({
  name: 'order.close-silent-sagas',
  everyMs: SECOND_MS,
  run: (deps) =>
    treatDue(deps, 'saga', {
      before: ago(deps, deps.times.sagaTimeoutMs),
      treat: async (work, id) => {
        const order = await failSaga(work, id, { reason: 'SAGA_TIMEOUT', detail: '系统繁忙，请重新下单' })
        work.afterCommit(() => deps.waiters.tell(order))
      },
    }),
})

const expireUnpaidOrders: Job<Deps> = defineJob({
  name: 'order.expire-unpaid',
  everyMs: SECOND_MS,
  run: (deps) =>
    treatDue(deps, 'payment', {
      before: deps.clock.now(),
      treat: (work, id) => expireOrder(work, id, 'PAY_TIMEOUT'),
    }),
})

const alertStuckCloses: Job<Deps> = defineJob({
  name: 'order.alert-stuck-closes',
  everyMs: 30 * SECOND_MS,
  run: (deps) =>
    treatDue(deps, 'closing', {
      before: ago(deps, CLOSE_ALERT_MS),
      treat: async (work, id) => {
        const { orderNo, closingAt } = await noteStuckClose(work, id)
        work.afterCommit(() => {
          stuck.add(1)
          deps.log.error({ orderId: id, orderNo, closingAt }, 'an order waits for payment to close it')
        })
      },
    }),
})

const completeDeliveredOrders: Job<Deps> = defineJob({
  name: 'order.complete-delivered',
  everyMs: 60 * SECOND_MS,
  run: (deps) =>
    treatDue(deps, 'delivered', {
      before: ago(deps, deps.times.autoCompleteMs),
      treat: (work, id) => receiveOrder(work, id, { aftersaleMs: deps.times.aftersaleMs }),
    }),
})

const settleCompletedOrders: Job<Deps> = defineJob({
  name: 'order.settle-completed',
  everyMs: 60 * SECOND_MS,
  run: (deps) => treatDue(deps, 'settlement', { before: deps.clock.now(), treat: settleOrder }),
})

const keepPartitionsAhead: Job<Deps> = defineJob({
  name: 'order.keep-partitions-ahead',
  everyMs: 3600 * SECOND_MS,
  run: (deps) => ensurePartitions(deps.sql, deps.clock.now()),
})

/** What is on its way to an end that only others, or a clock, can bring. */
export const orderGauges = defineGauges<Deps>({
  gauges: {
    orders_waiting: 'orders that are being confirmed, to be paid, or being closed, by state',
    orders_waiting_oldest_seconds: 'age of the oldest of them, by state',
  },
  read: async ({ sql }) =>
    (await readWaiting(sql)).map(({ state, count, oldest }) => ({
      values: { orders_waiting: count, orders_waiting_oldest_seconds: oldest },
      labels: { state },
    })),
})

export const orderJobs = [
  closeSilentSagas,
  expireUnpaidOrders,
  alertStuckCloses,
  completeDeliveredOrders,
  settleCompletedOrders,
  keepPartitionsAhead,
]
