import type { Lang } from '@linli/core'

/** What the user reads of an order's history; steps that mean nothing to them are left out (O23). */
const TEXT: Record<string, Record<Lang, string>> = {
  create: { zh: '提交订单', en: 'Order placed' },
  confirm: { zh: '下单成功，等待付款', en: 'Goods reserved, waiting for payment' },
  confirmAndPay: { zh: '下单成功，商家备货中', en: 'Goods reserved, the shop is preparing them' },
  reject: { zh: '下单失败，订单已关闭', en: 'Could not be placed, the order is closed' },
  requestClose: { zh: '取消处理中', en: 'Being cancelled' },
  close: { zh: '订单已取消', en: 'Cancelled' },
  reprice: { zh: '商家修改了价格', en: 'The shop has changed the price' },
  pay: { zh: '付款成功，商家备货中', en: 'Paid, the shop is preparing your goods' },
  payForGroup: { zh: '付款成功，等待成团', en: 'Paid, waiting for the group' },
  latePaid: { zh: '订单关闭后收到付款，已自动退款', en: 'Paid after it was closed: refunded by itself' },
  duplicatePaid: { zh: '重复付款已自动退款', en: 'Paid twice: the second payment was refunded by itself' },
  quarantined: {
    zh: '收到的付款与订单不符，客服处理中',
    en: 'A payment does not match, we are looking at it',
  },
  accept: { zh: '商家已接单', en: 'Accepted by the shop' },
  dispatch: { zh: '已发货', en: 'On its way' },
  arrive: { zh: '已到自提点，请凭取货码领取', en: 'At the pickup point, bring your pickup code' },
  deliver: { zh: '已送达', en: 'Delivered' },
  pickUpPart: { zh: '已领取部分商品', en: 'Collected in part' },
  verify: { zh: '已取货，订单完成', en: 'Collected, the order is complete' },
  receive: { zh: '已确认收货，订单完成', en: 'Receipt confirmed, the order is complete' },
}

type Step = { readonly event: string; readonly toStatus: string; readonly at: Date }

export function timelineOf(
  history: readonly Step[],
  lang: Lang,
): { event: string; status: string; text: string; at: string }[] {
  return history.flatMap(({ event, toStatus, at }) => {
    const text = TEXT[event]
    return text ? [{ event, status: toStatus, text: text[lang], at: at.toISOString() }] : []
  })
}
