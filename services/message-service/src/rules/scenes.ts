import { type Rules, ruleKey } from './rule.ts'

/** Which subscriptions to ask for where: WeChat shows at most three useful ones per tap (M02). */
export const SCENES = {
  ORDER_SUBMIT: ['order.v1.OrderConfirmed', 'order.v1.OrderPaid', 'order.v1.OrderClosed'],
  PAY_SUCCESS: ['delivery.v1.PickupReady', 'delivery.v1.DeliveryDispatched', 'payment.v1.RefundSucceeded'],
  BACK_IN_STOCK: ['product.v1.StockReplenished'],
  ORDER_DETAIL: ['delivery.v1.PickupReady', 'delivery.v1.PickupVerified', 'payment.v1.RefundSucceeded'],
} as const

export type Scene = keyof typeof SCENES

/** The resident's rules of a scene that have a subscribe message. */
export function promptsOf(rules: Rules, scene: Scene) {
  return SCENES[scene].flatMap((eventType) => {
    const rule = rules.get(ruleKey(eventType, 'USER'))
    const wechat = rule?.route.enabled && rule.route.channels.includes('WECHAT') ? rule.content.wechat : null
    return wechat ? [{ eventType, templateId: wechat.templateId, title: wechat.title }] : []
  })
}
