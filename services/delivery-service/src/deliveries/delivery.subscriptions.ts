import { on } from '@linli/events'
import { AftersaleApproved, AftersaleGoodsReleased, OrderPreparing } from '@linli/proto/order'
import { UserDeleted } from '@linli/proto/user'
import type { Deps, Work } from '../deps.ts'
import { codesOf } from '../pickup-codes/pickup-code.ts'
import { cancelDelivery } from './cancel-delivery.ts'
import { createDelivery } from './create-delivery.ts'
import { forgetPerson } from './forget-person.ts'
import { holdDelivery } from './hold-delivery.ts'

/** What orders and after-sales ask of the tasks. */
export const deliverySubscriptions = (deps: Deps) => [
  on(OrderPreparing, (work: Work, event) =>
    createDelivery(work, event, codesOf(deps.vault.index, event.orderId)),
  ),
  on(AftersaleApproved, (work: Work, event) => holdDelivery(work, event)),
  on(AftersaleGoodsReleased, (work: Work, event) => cancelDelivery(work, event)),
  on(UserDeleted, (work: Work, { userId }) => forgetPerson(work, userId)),
]
