import { demoId } from '../../demo-id.ts'
import type { Channel, EventName, MessageAudience } from './template.ts'

export type MessageRoute = {
  readonly id: string
  readonly eventType: EventName
  readonly audience: MessageAudience
  /** Tried in this order until one is accepted. */
  readonly channels: readonly Channel[]
  /** The in-app message is kept whatever the channels above did. */
  readonly keepInApp: boolean
  /** Waits from 22:00 to 08:00; refunds and pickups do not wait. */
  readonly quietHours: boolean
  /** Seconds after the event before it is sent; a pay reminder that is no longer due is dropped. */
  readonly delaySeconds: number
  readonly enabled: boolean
}

type Row = readonly [EventName, MessageAudience, readonly Channel[], ('AT_ONCE' | 'QUIET')?, number?]

/** 15 minutes to pay, reminded 5 minutes before the end. */
const PAY_REMINDER_SECONDS = 600

const TABLE: readonly Row[] = [
  ['order.v1.OrderConfirmed', 'USER', ['WECHAT'], 'QUIET', PAY_REMINDER_SECONDS],
  ['order.v1.OrderPaid', 'USER', ['WECHAT'], 'QUIET'],
  ['order.v1.OrderPaid', 'MERCHANT', ['WECHAT'], 'AT_ONCE'],
  ['order.v1.OrderClosed', 'USER', ['WECHAT'], 'QUIET'],
  ['order.v1.OrderCompleted', 'USER', [], 'QUIET'],
  ['delivery.v1.DeliveryDispatched', 'USER', ['WECHAT'], 'QUIET'],
  ['delivery.v1.DeliveryDelivered', 'USER', [], 'AT_ONCE'],
  ['delivery.v1.PickupReady', 'USER', ['WECHAT', 'SMS'], 'AT_ONCE'],
  ['delivery.v1.PickupVerified', 'USER', ['WECHAT'], 'AT_ONCE'],
  ['delivery.v1.PickupOverdue', 'USER', ['SMS'], 'QUIET'],
  ['payment.v1.PaymentLatePaid', 'USER', ['SMS'], 'AT_ONCE'],
  ['payment.v1.RefundSucceeded', 'USER', ['WECHAT', 'SMS'], 'AT_ONCE'],
  ['order.v1.AftersaleApproved', 'USER', [], 'AT_ONCE'],
  ['activity.v1.CouponGranted', 'USER', [], 'QUIET'],
  ['points.v1.PointsGranted', 'USER', [], 'QUIET'],
  ['user.v1.UserRegistered', 'USER', [], 'AT_ONCE'],
  ['product.v1.StockReplenished', 'USER', ['WECHAT'], 'QUIET'],
  ['product.v1.StockLow', 'MERCHANT', [], 'QUIET'],
]

/** Event × audience → channels. Every row has a template that can speak on each of its channels. */
export const messageRoutes: readonly MessageRoute[] = TABLE.map(
  ([eventType, audience, channels, hours = 'QUIET', delaySeconds = 0]) => ({
    id: demoId(`message-route:${eventType}:${audience}`),
    eventType,
    audience,
    channels,
    keepInApp: true,
    quietHours: hours === 'QUIET',
    delaySeconds,
    enabled: true,
  }),
)
