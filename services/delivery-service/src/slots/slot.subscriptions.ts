import { on } from '@linli/events'
import { OrderClosed, OrderCreated } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { releaseSlot } from './release-slot.ts'
import { reserveSlot } from './reserve-slot.ts'

/** The slot's part of the order saga (product.md §9.3). */
export const slotSubscriptions = [
  on(
    OrderCreated,
    async (work: Work, { orderId, userId, slotId, pickupPointId }) => {
      if (slotId) await reserveSlot(work, { orderId, userId, slotId, pickupPointId: pickupPointId ?? null })
    },
    { concerns: ({ required, slotId }) => required.includes('SLOT') && Boolean(slotId) },
  ),
  on(OrderClosed, (work: Work, { orderId, userId }) => releaseSlot(work, { orderId, userId }), {
    concerns: ({ paid }) => !paid, // what was paid for is undone by after-sales
  }),
]
