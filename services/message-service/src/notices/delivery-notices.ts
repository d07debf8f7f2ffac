import {
  DeliveryDelivered,
  DeliveryDispatched,
  PickupOverdue,
  PickupReady,
  PickupVerified,
} from '@linli/proto/delivery'
import { notice } from './notice.ts'
import { moment } from './words.ts'

const byUser = {
  audience: 'USER',
  to: (event: { userId: string }) => event.userId,
  order: (event: { orderId: string }) => event.orderId,
} as const

/** A van unloads several orders of one resident within minutes (D13). */
const BATCH_SECONDS = 60

export const deliveryNotices = [
  notice(DeliveryDispatched, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods', 'slot'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      goods: event.title,
      slot: event.etaAt ? moment(event.etaAt) : '今天',
    }),
    stale: ['READY_FOR_PICKUP', 'COMPLETED', 'CLOSED'],
  }),
  notice(DeliveryDelivered, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods', 'deliveredAt'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      goods: event.title,
      deliveredAt: moment(event.deliveredAt),
    }),
    stale: ['COMPLETED', 'CLOSED'],
  }),
  notice(PickupReady, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods', 'pickupPoint', 'hours', 'deadline'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      goods: event.title,
      pickupPoint: event.pickupPointName,
      hours: event.openingHours,
      deadline: moment(event.pickupDeadline),
    }),
    stale: ['COMPLETED', 'CLOSED'],
    notAfter: (event) => event.pickupDeadline,
    batchSeconds: BATCH_SECONDS,
    batchBy: (event) => event.pickupPointId,
  }),
  notice(PickupVerified, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods', 'pickupPoint', 'verifiedAt'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      goods: event.title,
      pickupPoint: event.pickupPointName,
      verifiedAt: moment(event.verifiedAt),
    }),
  }),
  notice(PickupOverdue, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods', 'pickupPoint', 'deadline'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      goods: event.title,
      pickupPoint: event.pickupPointName,
      deadline: moment(event.pickupDeadline),
    }),
    stale: ['COMPLETED', 'CLOSED'],
    batchSeconds: BATCH_SECONDS,
    batchBy: (event) => event.pickupPointId,
  }),
]
