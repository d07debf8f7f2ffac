import { on } from '@linli/events'
import { OrderCloseRequested } from '@linli/proto/order'
import type { Deps, Work } from '../deps.ts'
import { requestClose } from './close-payment.ts'

/** The order wants to be certain that no money can arrive; the jobs ask the provider. */
export const paymentSubscriptions = ({ channel, numberPrefix }: Deps) => [
  on(OrderCloseRequested, (work: Work, { orderId, orderNo, userId, merchantId }) =>
    requestClose(work, { orderId, orderNo, userId, merchantId, channel: channel.code, numberPrefix }),
  ),
]
