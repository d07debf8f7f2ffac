import { builtIn } from './built-in-rule.ts'

const delivery = {
  audience: 'USER',
  channels: ['WECHAT'],
  inApp: true,
  quietHours: false,
  category: 'LOGISTICS',
  link: '/orders/{{orderId}}',
} as const
const money = { ...delivery, category: 'ORDER' } as const
const news = {
  audience: 'USER',
  channels: [],
  inApp: true,
  quietHours: true,
  category: 'ACTIVITY',
} as const

const refundedBySms = { purpose: 'refunded', params: { order: '{{orderNo}}', amount: '{{amountYuan}}' } }

export const builtInOtherRules = [
  builtIn({
    ...delivery,
    event: 'delivery.v1.DeliveryDispatched',
    quietHours: true,
    zh: ['订单配送中', '订单 {{orderNo}} 已出发，预计 {{slot}} 送达。'],
    en: ['On its way', 'Order {{orderNo}} has left the warehouse, expected {{slot}}.'],
  }),
  builtIn({
    ...delivery,
    event: 'delivery.v1.DeliveryDelivered',
    zh: ['订单已送达', '订单 {{orderNo}} 已送达，请及时查收。'],
    en: ['Delivered', 'Order {{orderNo}} has been delivered.'],
  }),
  // The pickup code is in no event and in no message: whoever reads the screen over a shoulder must not collect.
  builtIn({
    ...delivery,
    event: 'delivery.v1.PickupReady',
    channels: ['WECHAT', 'SMS'],
    zh: [
      '可以取货了',
      '订单 {{orderNo}} 已到 {{pickupPoint}}（{{hours}}），请在 {{deadline}} 前凭取货码取货。',
    ],
    en: [
      'Ready for pickup',
      'Order {{orderNo}} is at {{pickupPoint}} ({{hours}}); collect it before {{deadline}}.',
    ],
    sms: { purpose: 'ready', params: { order: '{{orderNo}}', place: '{{pickupPoint}}', code: '请见小程序' } },
  }),
  builtIn({
    ...delivery,
    event: 'delivery.v1.PickupVerified',
    zh: ['取货成功', '订单 {{orderNo}} 已在 {{pickupPoint}} 取货。'],
    en: ['Picked up', 'Order {{orderNo}} was picked up at {{pickupPoint}}.'],
  }),
  builtIn({
    ...delivery,
    event: 'delivery.v1.PickupOverdue',
    channels: ['WECHAT', 'SMS'],
    quietHours: true,
    zh: ['请尽快取货', '订单 {{orderNo}} 在 {{pickupPoint}} 等您取货，已过 {{deadline}}。'],
    en: ['Please pick up', 'Order {{orderNo}} is still waiting at {{pickupPoint}}, since {{deadline}}.'],
    sms: { purpose: 'ready', params: { order: '{{orderNo}}', place: '{{pickupPoint}}', code: '请见小程序' } },
  }),
  builtIn({
    ...money,
    event: 'payment.v1.PaymentLatePaid',
    channels: ['SMS'],
    zh: ['付款已退回', '订单 {{orderNo}} 关闭后收到付款 {{amount}}，已为您原路退回。'],
    en: [
      'Payment returned',
      'Order {{orderNo}} was closed before your {{amount}} arrived; it is being refunded.',
    ],
    sms: refundedBySms,
  }),
  builtIn({
    ...money,
    event: 'payment.v1.PaymentDuplicatePaid',
    channels: ['SMS'],
    zh: ['重复付款已退回', '订单 {{orderNo}} 重复支付的 {{amount}} 已为您原路退回。'],
    en: ['Second payment returned', 'Order {{orderNo}} was paid twice; {{amount}} is being refunded.'],
    sms: refundedBySms,
  }),
  builtIn({
    ...money,
    event: 'payment.v1.RefundSucceeded',
    channels: ['WECHAT', 'SMS'],
    zh: ['退款成功', '订单 {{orderNo}} 退款 {{amount}} 已原路退回。'],
    en: ['Refunded', '{{amount}} of order {{orderNo}} went back to your payment account.'],
    sms: refundedBySms,
  }),
  builtIn({
    ...news,
    event: 'activity.v1.CouponGranted',
    link: '/coupons',
    zh: ['优惠券到账', '「{{couponName}}」已放入卡包，{{validTo}} 前有效。'],
    en: ['New coupon', '"{{couponName}}" is in your wallet, valid until {{validTo}}.'],
  }),
  builtIn({
    ...news,
    event: 'points.v1.PointsGranted',
    link: '/points',
    zh: ['积分到账', '您获得 {{points}} 积分。'],
    en: ['Points received', 'You received {{points}} points.'],
  }),
  builtIn({
    ...news,
    event: 'points.v1.PointsAdjusted',
    link: '/points',
    zh: ['积分调整', '您的积分变动 {{points}}，当前 {{balance}} 积分。'],
    en: ['Points adjusted', 'Your points changed by {{points}} and are {{balance}} now.'],
  }),
  builtIn({
    ...news,
    event: 'user.v1.LeaderStatusChanged',
    category: 'SYSTEM',
    link: '/leader',
    zh: ['团长通知', '{{news}}。'],
    en: ['Leaders', '{{newsEn}}.'],
  }),
  builtIn({
    ...news,
    event: 'user.v1.UserRegistered',
    category: 'SYSTEM',
    link: '/home',
    zh: ['欢迎来到邻里', '好邻居，好生鲜。'],
    en: ['Welcome to Linli', 'Good neighbours, fresh food.'],
  }),
  builtIn({
    ...news,
    event: 'product.v1.StockReplenished',
    channels: ['WECHAT'],
    link: '/products/{{productId}}',
    zh: ['到货了', '您等的 {{skuName}} 到货了，数量有限，快来看看。'],
    en: ['Back in stock', '{{skuName}} is back. There may not be many.'],
  }),
  builtIn({
    ...news,
    event: 'product.v1.StockLow',
    audience: 'MERCHANT',
    category: 'SYSTEM',
    link: '/inventories/{{skuId}}',
    zh: ['库存预警', '{{skuName}} 仅剩 {{available}} 件，请及时补货。'],
    en: ['Low stock', '{{skuName}} is down to {{available}}. Please restock.'],
  }),
]
