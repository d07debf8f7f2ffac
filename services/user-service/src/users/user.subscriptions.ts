import { on } from '@linli/events'
import { OrderCompleted } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { recordGrowth } from '../levels/record-growth.ts'
import { recordFirstOrder } from './record-first-order.ts'

export const userSubscriptions = () => [
  on(OrderCompleted, async (work: Work, { orderId, userId, completedAt, netGoodsFen }) => {
    await recordGrowth(work, { orderId, userId, netFen: netGoodsFen })
    await recordFirstOrder(work, { userId, at: completedAt })
  }),
]
