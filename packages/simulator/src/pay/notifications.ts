import type { Fault } from '../faults/fault.ts'
import type { Sim } from '../sim.ts'
import { deliver } from './delivery.ts'
import { type Attempt, type Notification, RETRY_SECONDS } from './notification.ts'

export type NotificationDraft = Pick<
  Notification,
  'kind' | 'event_type' | 'summary' | 'url' | 'format' | 'out_trade_no' | 'out_refund_no' | 'resource'
>

/** Stores the event and tries it at once; `delivered` settles after the first try. */
export function notify(
  sim: Sim,
  draft: NotificationDraft,
): { notification: Notification; delivered: Promise<void> } {
  const id = sim.random.uuid()
  const now = sim.clock.now()
  const notification = sim.tables.notifications.put(id, {
    ...draft,
    id,
    created_at: now,
    attempts: [],
    state: 'pending',
    next_at: now,
  })
  return { notification, delivered: attempt(sim, id) }
}

/** After a restart the pending callbacks go on where the retry table left them. */
export function resumeNotifications(sim: Sim): void {
  for (const notification of sim.tables.notifications.rows()) {
    if (notification.state === 'pending') planAttempt(sim, notification.id, notification.next_at ?? 0)
  }
}

/** One try of one event, with the faults that are set for it. */
export async function attempt(sim: Sim, id: string): Promise<void> {
  const notification = sim.tables.notifications.get(id)
  if (!notification) return
  const faults = sim.faults.forCallback(notification.kind, notification.out_trade_no)
  const delay = faults.find((fault) => fault.kind === 'delay')
  if (!delay) return run(sim, notification, faults)
  const others = faults.filter((fault) => fault.kind !== 'delay')
  sim.scheduler.plan({
    key: `callback:${id}`,
    dueAt: sim.clock.now() + (delay.ms ?? 0),
    run: () => run(sim, notification, others),
  })
}

function run(sim: Sim, notification: Notification, faults: Fault[]): Promise<void> {
  const work = deliver(sim, notification, faults).then((outcome) => finish(sim, notification.id, outcome))
  sim.inFlight.add(work)
  return work.finally(() => sim.inFlight.delete(work))
}

function finish(sim: Sim, id: string, outcome: Attempt): void {
  const notification = sim.tables.notifications.get(id)
  if (!notification) return
  const attempts = [...notification.attempts, outcome]
  const wait = RETRY_SECONDS[attempts.length - 1]
  const isDelivered = outcome.status === 200 || outcome.status === 204
  const next_at = isDelivered || wait === undefined ? null : sim.clock.now() + wait * 1000
  const state = isDelivered ? 'delivered' : next_at === null ? 'exhausted' : 'pending'
  sim.tables.notifications.put(id, { ...notification, attempts, state, next_at })
  if (next_at !== null) planAttempt(sim, id, next_at)
}

function planAttempt(sim: Sim, id: string, dueAt: number): void {
  sim.scheduler.plan({ key: `callback:${id}`, dueAt, run: () => attempt(sim, id) })
}
