import { toast } from '@linli/mini-ui'
import { api, newKey, type Order } from '../api'
import { pay } from '../platform/wechat'
import { goInstead } from '../routes'
import { words } from '../words'

const POLL_MS = 300
const TRIES = 30
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Opens the cashier for an order. An order that was just placed reserves its goods first: wait for that, and go to
 * the order when there is nothing to pay.
 */
export async function startPayment(orderId: string): Promise<void> {
  const order = await reservedOrder(orderId)
  if (order.status !== 'PENDING_PAYMENT') {
    if (order.status === 'CLOSED') toast(order.closeDetail ?? words.translate('hintCLOSED'))
    goInstead('order', { id: orderId })
    return
  }
  const { cashier } = await api.startPayment({ body: { orderId }, key: newKey() })
  await pay({ cashier, orderId, amountFen: order.payableFen })
}

/** The order once it has its goods or has failed to get them, or as it is when that takes too long. */
async function reservedOrder(orderId: string): Promise<Order> {
  for (let n = 0; ; n++) {
    const order = await api.getOrder({ path: { id: orderId } })
    if (order.status !== 'CREATED' || n === TRIES) return order
    await pause(POLL_MS)
  }
}
