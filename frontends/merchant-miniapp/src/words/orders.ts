export const ordersZh = {
  revealTitle: '联系顾客',
  revealHint: '点按查看电话',
  revealWhy: '为什么需要联系？查看会记录在审计日志里。',
  revealShortage: '商品缺货',
  revealPickup: '提醒取货',
  revealDelivery: '送货联系',
  revealAftersale: '售后沟通',
  call: '拨打电话',
} as const

export const ordersEn: Record<keyof typeof ordersZh, string> = {
  revealTitle: 'Call the customer',
  revealHint: 'Tap to see the phone number',
  revealWhy: 'Why do you need to call? Looking is written into the audit log.',
  revealShortage: 'Out of stock',
  revealPickup: 'Remind to collect',
  revealDelivery: 'About the delivery',
  revealAftersale: 'After-sale',
  call: 'Call',
}
