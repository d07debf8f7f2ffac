import { builtIn } from './built-in-rule.ts'

const order = {
  audience: 'USER',
  channels: ['WECHAT'],
  inApp: true,
  quietHours: true,
  category: 'ORDER',
  link: '/orders/{{orderId}}',
} as const

export const builtInOrderRules = [
  // Five minutes before the end, to those who asked to be reminded; nobody needs it in the app they have just left.
  builtIn({
    ...order,
    event: 'order.v1.OrderConfirmed',
    inApp: false,
    zh: ['订单待付款', '订单 {{orderNo}} 待付 {{payable}}，请在 {{expireAt}} 前完成支付。'],
    en: ['Payment due', 'Order {{orderNo}} awaits {{payable}}. Please pay before {{expireAt}}.'],
  }),
  builtIn({
    ...order,
    event: 'order.v1.OrderRepriced',
    channels: [],
    zh: ['商家改价', '{{shop}}把订单 {{orderNo}} 从 {{before}} 改为 {{payable}}，请在 {{expireAt}} 前付款。'],
    en: [
      'A better price',
      '{{shop}} asks {{payable}} instead of {{before}} for order {{orderNo}}. Please pay before {{expireAt}}.',
    ],
  }),
  builtIn({
    ...order,
    event: 'order.v1.OrderPaid',
    zh: ['支付成功', '订单 {{orderNo}} 已支付 {{paid}}：{{goods}}。'],
    en: ['Payment received', 'Order {{orderNo}} is paid ({{paid}}): {{goods}}.'],
  }),
  // At any hour: each of these messages was asked for by a tap.
  builtIn({
    ...order,
    event: 'order.v1.OrderPaid',
    audience: 'MERCHANT',
    quietHours: false,
    zh: ['新订单', '新订单 {{orderNo}}：{{goods}}，实付 {{paid}}，请及时备货。'],
    en: ['New order', 'New order {{orderNo}}: {{goods}}, paid {{paid}}. Please prepare it.'],
    digest: {
      zh: ['{{count}} 笔新订单', '收到 {{count}} 笔新订单，共 {{total}}，请及时备货。'],
      en: ['{{count}} new orders', '{{count}} new orders, {{total}} in all. Please prepare them.'],
    },
  }),
  builtIn({
    ...order,
    event: 'order.v1.OrderPreparing',
    zh: ['拼团成功', '订单 {{orderNo}} 已成团，{{shop}} 正在备货。'],
    en: ['Your group is complete', '{{shop}} is preparing order {{orderNo}}.'],
  }),
  builtIn({
    ...order,
    event: 'order.v1.OrderClosed',
    zh: ['订单已关闭', '订单 {{orderNo}} 已关闭：{{reason}}。'],
    en: ['Order closed', 'Order {{orderNo}} was closed: {{reason}}.'],
  }),
  builtIn({
    ...order,
    event: 'order.v1.OrderCompleted',
    channels: [],
    zh: ['订单已完成', '订单 {{orderNo}} 已完成，欢迎评价。'],
    en: ['Order completed', 'Order {{orderNo}} is complete. Tell your neighbours how it was.'],
  }),
  builtIn({
    ...order,
    event: 'order.v1.AftersaleApproved',
    channels: [],
    quietHours: false,
    zh: ['退款处理中', '订单 {{orderNo}} 的退款 {{amount}} 已同意，正在原路退回。'],
    en: ['Refund on its way', '{{amount}} of order {{orderNo}} was approved and is on its way back.'],
  }),
]
