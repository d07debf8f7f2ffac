import type { MessageRow } from './template.ts'

const ORDER_PAGE = 'pkg-order/detail/index?id={{orderId}}'

/** From the warehouse door to the resident's hand. */
export const deliveryTemplates: readonly MessageRow[] = [
  {
    event: 'delivery.v1.DeliveryDispatched',
    audience: 'USER',
    wechat: {
      title: '订单配送通知',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'phrase2', label: '配送状态', value: '配送中' },
        { key: 'thing3', label: '预计送达', value: '{{slot}}' },
      ],
    },
    category: 'LOGISTICS',
    link: '/orders/{{orderId}}',
    zh: ['订单配送中', '订单 {{orderNo}} 已出发，预计 {{slot}} 送达。'],
    en: ['On its way', 'Order {{orderNo}} has left the warehouse, expected {{slot}}.'],
  },
  {
    event: 'delivery.v1.DeliveryDelivered',
    audience: 'USER',
    category: 'LOGISTICS',
    link: '/orders/{{orderId}}',
    zh: ['订单已送达', '订单 {{orderNo}} 已送达，请及时查收。'],
    en: ['Delivered', 'Order {{orderNo}} has been delivered.'],
  },
  {
    event: 'delivery.v1.PickupReady',
    audience: 'USER',
    wechat: {
      title: '取货通知',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'thing2', label: '自提点', value: '{{pickupPoint}}' },
        { key: 'thing3', label: '营业时间', value: '{{hours}}' },
        { key: 'thing4', label: '温馨提示', value: '生鲜商品请尽快取货' },
      ],
    },
    sms: '您的订单{{orderNo}}已到{{pickupPoint}}，营业时间{{hours}}，请凭小程序内的取货码取货。',
    category: 'LOGISTICS',
    link: '/orders/{{orderId}}',
    zh: ['可以取货了', '订单 {{orderNo}} 已到 {{pickupPoint}}（{{hours}}），请凭取货码取货。'],
    en: ['Ready for pickup', 'Order {{orderNo}} is at {{pickupPoint}} ({{hours}}); bring your pickup code.'],
  },
  {
    event: 'delivery.v1.PickupVerified',
    audience: 'USER',
    wechat: {
      title: '取货成功通知',
      page: ORDER_PAGE,
      fields: [
        { key: 'character_string1', label: '订单编号', value: '{{orderNo}}' },
        { key: 'thing2', label: '自提点', value: '{{pickupPoint}}' },
        { key: 'date3', label: '取货时间', value: '{{verifiedAt}}' },
      ],
    },
    category: 'LOGISTICS',
    link: '/orders/{{orderId}}',
    zh: ['取货成功', '订单 {{orderNo}} 已在 {{pickupPoint}} 取货。'],
    en: ['Picked up', 'Order {{orderNo}} was picked up at {{pickupPoint}}.'],
  },
  {
    event: 'delivery.v1.PickupOverdue',
    audience: 'USER',
    sms: '您的订单{{orderNo}}在{{pickupPoint}}已超时未取，请尽快取货。',
    category: 'LOGISTICS',
    link: '/orders/{{orderId}}',
    zh: ['请尽快取货', '订单 {{orderNo}} 在 {{pickupPoint}} 等您取货。'],
    en: ['Please pick up', 'Order {{orderNo}} is still waiting at {{pickupPoint}}.'],
  },
]
