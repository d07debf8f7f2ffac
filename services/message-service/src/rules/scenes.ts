import { type Audience, type Rules, ruleKey } from './rule.ts'

/** Which subscriptions to ask residents for where: WeChat shows at most three useful ones per tap (M02). */
export const SCENES = {
  ORDER_SUBMIT: ['order.v1.OrderConfirmed', 'order.v1.OrderPaid', 'order.v1.OrderClosed'],
  PAY_SUCCESS: ['delivery.v1.PickupReady', 'delivery.v1.DeliveryDispatched', 'payment.v1.RefundSucceeded'],
  BACK_IN_STOCK: ['product.v1.StockReplenished'],
  ORDER_DETAIL: ['delivery.v1.PickupReady', 'delivery.v1.PickupVerified', 'payment.v1.RefundSucceeded'],
} as const

/** And staff, in their mini-program. */
export const STAFF_SCENES = { DESK: ['order.v1.OrderPaid'] } as const

export type Scene = keyof typeof SCENES
export type StaffScene = keyof typeof STAFF_SCENES

/** The resident's rules of a scene that have a subscribe message. */
export const promptsOf = (rules: Rules, scene: Scene) => asked(rules, SCENES[scene], 'USER')

/** The staff's. */
export const staffPromptsOf = (rules: Rules, scene: StaffScene) =>
  asked(rules, STAFF_SCENES[scene], 'MERCHANT')

function asked(rules: Rules, eventTypes: readonly string[], audience: Audience) {
  return eventTypes.flatMap((eventType) => {
    const rule = rules.get(ruleKey(eventType, audience))
    const wechat = rule?.route.enabled && rule.route.channels.includes('WECHAT') ? rule.content.wechat : null
    return wechat ? [{ eventType, templateId: wechat.templateId, title: wechat.title }] : []
  })
}
