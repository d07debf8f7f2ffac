import type { Order } from './order.ts'

export type Waiters = {
  /** Wakes the requests that wait for this order. */
  tell(order: Order): void
  /**
   * The order once `done` says so, or as it is after `atMostMs`. Woken in this process; another replica's commit is
   * seen by looking again now and then.
   */
  until(order: Order, done: (order: Order) => boolean, options: WaitOptions): Promise<Order>
}

type WaitOptions = { readonly atMostMs: number; readonly look: () => Promise<Order> }

const LOOK_EVERY_MS = 500

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<(order: Order) => void>>()
  const listen = (id: string, hear: (order: Order) => void) => {
    const hearers = waiting.get(id) ?? new Set()
    waiting.set(id, hearers.add(hear))
    return () => {
      hearers.delete(hear)
      if (hearers.size === 0) waiting.delete(id)
    }
  }
  return {
    tell(order) {
      for (const hear of waiting.get(order.id) ?? []) hear(order)
    },
    async until(order, done, { atMostMs, look }) {
      let latest = order
      let wake: () => void = () => undefined
      const stopListening = listen(order.id, (news) => {
        if (news.version >= latest.version) latest = news
        wake()
      })
      try {
        for (let leftMs = atMostMs; !done(latest) && leftMs > 0; leftMs -= LOOK_EVERY_MS) {
          const told = new Promise<boolean>((resolve) => {
            const timer = setTimeout(() => resolve(false), Math.min(LOOK_EVERY_MS, leftMs))
            wake = () => {
              clearTimeout(timer)
              resolve(true)
            }
          })
          if (!(await told)) latest = await look()
        }
        return latest
      } finally {
        stopListening()
      }
    },
  }
}
