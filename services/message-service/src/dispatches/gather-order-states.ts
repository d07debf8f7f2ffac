import { isAppError } from '@linli/core'
import type { Deps } from '../deps.ts'
import type { OrderStates } from './staleness.ts'

const AT_ONCE = 100

/** Where these orders are now; undefined when order-service does not answer. Orders it does not know are left out. */
export async function gatherOrderStates(
  { order, log }: Deps,
  orderIds: readonly string[],
): Promise<OrderStates | undefined> {
  const ids = [...new Set(orderIds)]
  const states = new Map<string, string>()
  try {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const answer = await order.getOrderStates({ orderIds: ids.slice(from, from + AT_ONCE) })
      for (const { orderId, status } of answer.states) states.set(orderId, status)
    }
    return states
  } catch (error) {
    if (!isAppError(error)) throw error
    log.warn({ err: error }, 'order states unknown: notices wait')
    return undefined
  }
}
