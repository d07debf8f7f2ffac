import { on } from '@linli/events'
import { OrderCompleted } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { recordFirstOrder } from './record-first-order.ts'

export const userSubscriptions = () => [
  on(OrderCompleted, (work: Work, { userId, completedAt }) =>
    recordFirstOrder(work, { userId, at: completedAt }),
  ),
]
