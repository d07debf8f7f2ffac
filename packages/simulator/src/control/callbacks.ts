import { post } from '../pay/delivery.ts'
import type { Exchange, Notification } from '../pay/notification.ts'
import { attempt } from '../pay/notifications.ts'
import type { Sim } from '../sim.ts'

export type CallbackHistory = Notification & { exchanges: Exchange[] }

export type CallbackControl = {
  list: (filter?: { out_trade_no?: string; state?: Notification['state'] }) => CallbackHistory[]
  get: (id: string) => CallbackHistory | undefined
  /** One more regular try, signed anew, whatever the state. */
  resend: (id: string) => Promise<CallbackHistory | undefined>
  /** The identical bytes of the last delivery again: a replay attack. Outside the retry table. */
  replay: (
    id: string,
    options?: { count?: number; concurrency?: number },
  ) => Promise<{ statuses: Record<string, number> }>
  /** Posts any bytes to any receiver, as a forger would; recorded as the given id. */
  forge: (message: { url: string; headers: Record<string, string>; body: string }) => Promise<Exchange>
  /** Settles when no delivery is under way. */
  idle: () => Promise<void>
}

export function callbackControl(sim: Sim): CallbackControl {
  const withExchanges = (notification: Notification): CallbackHistory => ({
    ...notification,
    exchanges: sim.exchanges.filter((exchange) => exchange.notification_id === notification.id),
  })
  const get = (id: string) => {
    const notification = sim.tables.notifications.get(id)
    return notification && withExchanges(notification)
  }
  return {
    get,
    list: (filter = {}) =>
      sim.tables.notifications
        .rows()
        .filter(
          ({ out_trade_no, state }) =>
            (filter.out_trade_no ?? out_trade_no) === out_trade_no && (filter.state ?? state) === state,
        )
        .map(withExchanges)
        .toArray(),
    resend: async (id) => {
      await attempt(sim, id)
      return get(id)
    },
    replay: (id, options = {}) => replay(sim, get(id)?.exchanges.at(-1), options),
    forge: ({ url, headers, body }) =>
      post(sim, { notification: { id: 'forged', url }, message: { headers, body }, faults: ['forged'] }),
    idle: async () => {
      while (sim.inFlight.size > 0) await Promise.allSettled([...sim.inFlight])
    },
  }
}

async function replay(
  sim: Sim,
  original: Exchange | undefined,
  { count = 1, concurrency = 16 }: { count?: number; concurrency?: number },
): Promise<{ statuses: Record<string, number> }> {
  const statuses: Record<string, number> = {}
  if (!original) return { statuses }
  let left = count
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const exchange = await post(sim, {
        notification: { id: original.notification_id, url: original.url },
        message: { headers: original.headers, body: original.body },
        faults: ['replay'],
      })
      const key = exchange.status === null ? 'error' : String(exchange.status)
      statuses[key] = (statuses[key] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker))
  return { statuses }
}
