import { toast } from '@linli/mini-ui'
import { api, newKey } from '../api'
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
  for (let n = 0; n < TRIES; n++) {
    const { status } = await api.getOrder({ path: { id: orderId } })
    if (status !== 'CREATED') break
    await pause(POLL_MS)
  }
  const order = await api.getOrder({ path: { id: orderId } })
  if (order.status !== 'PENDING_PAYMENT') {
    if (order.status === 'CLOSED') toast(order.closeDetail ?? words.translate('hintCLOSED'))
    goInstead('order', { id: orderId })
    return
  }
  const { cashier } = await api.startPayment({ body: { orderId }, key: newKey() })
  await pay({ cashier, orderId, amountFen: order.payableFen })
}
