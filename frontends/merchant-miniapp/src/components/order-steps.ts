import { api, type OrderItem } from '../api'

/** Whether its goods can be received at a pickup point now. */
export const canArrive = ({ status, mode, pickupPointId }: OrderItem): boolean =>
  (status === 'PREPARING' || status === 'DELIVERING') && mode === 'SELF_PICKUP' && pickupPointId !== null

const POLL_MS = 300
const TRIES = 15
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Orders hear of an arrival by an event, a moment later. */
export async function untilMoved(orders: readonly OrderItem[]): Promise<void> {
  const [last] = orders.slice(-1)
  if (!last) return
  for (let n = 0; n < TRIES; n++) {
    const { status } = await api.getMerchantOrder({ path: { id: last.id } })
    if (status !== last.status) return
    await pause(POLL_MS)
  }
}
