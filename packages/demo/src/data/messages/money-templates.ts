import type { MessageRow } from './template.ts'

const ORDER_PAGE = 'pkg-order/detail/index?id={{orderId}}'

/** Refunds, coupons, points, welcome, stock. */
export const moneyTemplates: readonly MessageRow[] = [
  {
    event: 'payment.v1.PaymentLatePaid',
    audience: 'USER',
    sms: '您的订单{{orderNo}}关闭后收到付款{{amount}}，已原路退回。',
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['付款已退回', '订单 {{orderNo}} 关闭后收到付款 {{amount}}，已为您原路退回。'],
    en: [
      'Payment returned',
      'Order {{orderNo}} was closed before your {{amount}} arrived; it is being refunded.',
    ],
  },
  {
    event: 'payment.v1.RefundSucceeded',
    audience: 'USER',
    wechat: {
      title: '退款成功通知',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'amount2', label: '退款金额', value: '{{amount}}' },
        { key: 'date3', label: '退款时间', value: '{{refundedAt}}' },
        { key: 'thing4', label: '退款去向', value: '原路退回支付账户' },
      ],
    },
    sms: '您的订单{{orderNo}}退款{{amount}}已原路退回，请注意查收。',
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['退款成功', '订单 {{orderNo}} 退款 {{amount}} 已原路退回。'],
    en: ['Refunded', '{{amount}} of order {{orderNo}} went back to your payment account.'],
  },
  {
    event: 'order.v1.AftersaleApproved',
    audience: 'USER',
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['退款处理中', '订单 {{orderNo}} 的退款 {{amount}} 已同意，正在原路退回。'],
    en: ['Refund on its way', '{{amount}} of order {{orderNo}} was approved and is on its way back.'],
  },
  {
    event: 'activity.v1.CouponGranted',
    audience: 'USER',
    category: 'ACTIVITY',
    link: '/coupons',
    zh: ['优惠券到账', '「{{couponName}}」已放入卡包，{{validTo}} 前有效。'],
    en: ['New coupon', '"{{couponName}}" is in your wallet, valid until {{validTo}}.'],
  },
  {
    event: 'points.v1.PointsGranted',
    audience: 'USER',
    category: 'ACTIVITY',
    link: '/points',
    zh: ['积分到账', '您获得 {{points}} 积分。'],
    en: ['Points received', 'You received {{points}} points.'],
  },
  {
    event: 'user.v1.UserRegistered',
    audience: 'USER',
    category: 'SYSTEM',
    link: '/home',
    zh: ['欢迎来到邻里', '好邻居，好生鲜。新人优惠券已放入您的卡包。'],
    en: ['Welcome to Linli', 'Good neighbours, fresh food. A welcome coupon is in your wallet.'],
  },
  {
    event: 'product.v1.StockReplenished',
    audience: 'USER',
    wechat: {
      title: '到货提醒',
      page: 'pkg-goods/detail/index?id={{productId}}',
      fields: [
        { key: 'thing1', label: '商品名称', value: '{{skuName}}' },
        { key: 'thing2', label: '温馨提示', value: '数量有限，先到先得' },
      ],
    },
    category: 'ACTIVITY',
    link: '/products/{{productId}}',
    zh: ['到货了', '您等的 {{skuName}} 到货了，数量有限，快来看看。'],
    en: ['Back in stock', '{{skuName}} is back. There may not be many.'],
  },
  {
    event: 'product.v1.StockLow',
    audience: 'MERCHANT',
    category: 'SYSTEM',
    link: '/inventories/{{skuId}}',
    zh: ['库存预警', '{{skuName}} 仅剩 {{available}} 件，请及时补货。'],
    en: ['Low stock', '{{skuName}} is down to {{available}}. Please restock.'],
  },
]
