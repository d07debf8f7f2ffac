import { on } from '@linli/events'
import { OrderClosed, OrderCreated } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { releaseSlot } from './release-slot.ts'
import { reserveSlot } from './reserve-slot.ts'

/** The slot's part of the order saga (product.md §9.3). */
export const slotSubscriptions = [
  on(OrderCreated, async (work: Work, event) => {
    const { orderId, userId, slotId, pickupPointId, required } = event
    if (!required.includes('SLOT') || !slotId) return
    await reserveSlot(work, { orderId, userId, slotId, pickupPointId: pickupPointId ?? null })
  }),
  on(OrderClosed, async (work: Work, { orderId, userId, paid }) => {
    if (!paid) await releaseSlot(work, { orderId, userId }) // what was paid for is undone by after-sales
  }),
]
