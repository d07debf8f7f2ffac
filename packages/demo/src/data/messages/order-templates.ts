import type { MessageRow } from './template.ts'

const ORDER_PAGE = 'pkg-order/detail/index?id={{orderId}}'
const DESK_PAGE = 'pkg-desk/order/index?id={{orderId}}'

/** From placing an order to its completion. */
export const orderTemplates: readonly MessageRow[] = [
  {
    event: 'order.v1.OrderConfirmed',
    audience: 'USER',
    wechat: {
      title: '待付款提醒',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'amount2', label: '待付金额', value: '{{payable}}' },
        { key: 'time3', label: '支付截止', value: '{{expireAt}}' },
        { key: 'thing4', label: '温馨提示', value: '超时未付款订单将自动关闭' },
      ],
    },
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['订单待付款', '订单 {{orderNo}} 待付 {{payable}}，请在 {{expireAt}} 前完成支付。'],
    en: ['Payment due', 'Order {{orderNo}} awaits {{payable}}. Please pay before {{expireAt}}.'],
  },
  {
    event: 'order.v1.OrderPaid',
    audience: 'USER',
    wechat: {
      title: '支付成功通知',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'amount2', label: '支付金额', value: '{{paid}}' },
        { key: 'date3', label: '支付时间', value: '{{paidAt}}' },
        { key: 'thing4', label: '商品', value: '{{goods}}' },
      ],
    },
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['支付成功', '订单 {{orderNo}} 已支付 {{paid}}，门店正在备货。'],
    en: ['Payment received', 'Order {{orderNo}} is paid ({{paid}}); the shop is preparing it.'],
  },
  {
    event: 'order.v1.OrderPaid',
    audience: 'MERCHANT',
    wechat: {
      title: '新订单提醒',
      page: DESK_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'amount2', label: '订单金额', value: '{{paid}}' },
        { key: 'thing3', label: '商品', value: '{{goods}}' },
        { key: 'date4', label: '支付时间', value: '{{paidAt}}' },
      ],
    },
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['新订单', '新订单 {{orderNo}}：{{goods}}，实付 {{paid}}，请及时备货。'],
    en: ['New order', 'New order {{orderNo}}: {{goods}}, paid {{paid}}. Please prepare it.'],
    digest: {
      zh: ['{{count}} 笔新订单', '收到 {{count}} 笔新订单，共 {{total}}，请及时备货。'],
      en: ['{{count}} new orders', '{{count}} new orders, {{total}} in all. Please prepare them.'],
    },
  },
  {
    event: 'order.v1.OrderClosed',
    audience: 'USER',
    wechat: {
      title: '订单关闭通知',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'thing2', label: '关闭原因', value: '{{reason}}' },
        { key: 'date3', label: '关闭时间', value: '{{closedAt}}' },
      ],
    },
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['订单已关闭', '订单 {{orderNo}} 已关闭：{{reason}}。优惠券、积分已退回。'],
    en: ['Order closed', 'Order {{orderNo}} was closed: {{reason}}. Coupons and points were returned.'],
  },
  {
    event: 'order.v1.OrderCompleted',
    audience: 'USER',
    category: 'ORDER',
    link: '/orders/{{orderId}}',
    zh: ['订单已完成', '订单 {{orderNo}} 已完成，欢迎评价。'],
    en: ['Order completed', 'Order {{orderNo}} is complete. Tell your neighbours how it was.'],
  },
]
