import { on, type Subscription } from '@linli/events'
import { OrderClosed, OrderCompleted, OrderCreated, OrderPaid, OrderSettled } from '@linli/proto/order'
import { UserDeleted } from '@linli/proto/user'
import type { Deps, Work } from '../deps.ts'
import { closeAccount } from './close-account.ts'
import { freezePoints } from './freeze-points.ts'
import { grantPoints, settleGrant } from './grant-points.ts'
import { consumeHold, unfreezeHold } from './settle-hold.ts'

/** What an order does to the points of its user, from freeze to grant, and what a user's end does. */
export const pointsSubscriptions = (deps: Deps): Subscription<never>[] => {
  const forgetting = (work: Work, userId: string | undefined) => {
    if (userId) work.afterCommit(() => deps.balances.forget(userId))
  }
  return [
    on(
      OrderCreated,
      async (work: Work, event) => {
        await freezePoints(work, event)
        forgetting(work, event.userId)
      },
      { concerns: ({ required }) => required.includes('POINTS') },
    ),
    on(OrderPaid, async (work: Work, event) => forgetting(work, await consumeHold(work, event.orderId)), {
      concerns: ({ points }) => points > 0,
    }),
    on(OrderClosed, async (work: Work, event) => forgetting(work, await unfreezeHold(work, event.orderId)), {
      concerns: ({ paid, points }) => !paid && points > 0,
    }),
    on(OrderCompleted, async (work: Work, event) => {
      await grantPoints(work, event)
      forgetting(work, event.userId)
    }),
    on(OrderSettled, async (work: Work, event) => forgetting(work, await settleGrant(work, event))),
    on(UserDeleted, async (work: Work, { userId }) => {
      await closeAccount(work, userId)
      forgetting(work, userId)
    }),
  ]
}
