import { request } from 'undici'
import type { Fault } from '../faults/fault.ts'
import type { Sim } from '../sim.ts'
import { type CallbackMessage, composeCallback } from './callback-message.ts'
import type { Attempt, Exchange, Notification } from './notification.ts'

/** The merchant has five seconds to answer 200 or 204. */
const TIME_LIMIT_MS = 5000
const KEPT_EXCHANGES = 5000

/** Sends one event as often as the faults say and sums it up as one try of the retry table. */
export async function deliver(sim: Sim, notification: Notification, faults: Fault[]): Promise<Attempt> {
  const kinds = faults.map((fault) => fault.kind)
  if (kinds.includes('drop')) return dropped(sim, kinds)
  const send = async () => {
    const message = await composeCallback(sim, notification, faults)
    return post(sim, { notification, message, faults: kinds })
  }
  const concurrent = faults.find((fault) => fault.kind === 'concurrent')
  const sent = await Promise.all(Array.from({ length: concurrent ? (concurrent.count ?? 2) : 1 }, send))
  const duplicate = faults.find((fault) => fault.kind === 'duplicate')
  for (let extra = duplicate ? (duplicate.count ?? 1) : 0; extra > 0; extra -= 1) sent.push(await send())
  return summary(sent)
}

function summary(sent: Exchange[]): Attempt {
  const accepted = sent.find((exchange) => exchange.status === 200 || exchange.status === 204)
  const { at, status, error, ms, faults } = (accepted ?? sent[0]) as Exchange
  return { at, status, error, ms, faults }
}

/** Lost on the way: to the sender that looks like no answer. */
const dropped = (sim: Sim, faults: string[]): Attempt => ({
  at: sim.clock.now(),
  status: null,
  error: 'dropped',
  ms: 0,
  faults,
})

type Posting = { notification: Pick<Notification, 'id' | 'url'>; message: CallbackMessage; faults: string[] }

/** One HTTP POST, recorded. Never throws: a refused connection is an outcome. */
export async function post(sim: Sim, { notification, message, faults }: Posting): Promise<Exchange> {
  const started = sim.clock.real()
  const at = sim.clock.now()
  let status: number | null = null
  let answer = ''
  let error: string | null = null
  try {
    const response = await request(notification.url, {
      dispatcher: sim.outgoing,
      method: 'POST',
      headers: message.headers,
      body: message.body,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    })
    answer = (await response.body.text()).slice(0, 2000)
    status = response.statusCode
  } catch (cause) {
    error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  }
  const ms = sim.clock.real() - started
  const exchange = {
    notification_id: notification.id,
    url: notification.url,
    ...message,
    at,
    status,
    error,
    ms,
    faults,
    answer,
  }
  sim.exchanges.push(exchange)
  if (sim.exchanges.length > KEPT_EXCHANGES) sim.exchanges.splice(0, KEPT_EXCHANGES / 10)
  return exchange
}
