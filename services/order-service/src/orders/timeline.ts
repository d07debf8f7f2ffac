/** What the user reads of an order's history; steps that mean nothing to them are left out (O23). */
const TEXT: Record<string, string> = {
  create: '提交订单',
  confirm: '下单成功，等待付款',
  confirmAndPay: '下单成功，商家备货中',
  reject: '下单失败，订单已关闭',
  requestClose: '取消处理中',
  close: '订单已取消',
  pay: '付款成功，商家备货中',
  payForGroup: '付款成功，等待成团',
  latePaid: '订单关闭后收到付款，已自动退款',
  accept: '商家已接单',
  dispatch: '已发货',
  arrive: '已到自提点，请凭取货码领取',
  deliver: '已送达',
  pickUpPart: '已领取部分商品',
  verify: '已取货，订单完成',
  receive: '已确认收货，订单完成',
}

type Step = { readonly event: string; readonly toStatus: string; readonly at: Date }

export function timelineOf(
  history: readonly Step[],
): { event: string; status: string; text: string; at: string }[] {
  return history.flatMap(({ event, toStatus, at }) => {
    const text = TEXT[event]
    return text ? [{ event, status: toStatus, text, at: at.toISOString() }] : []
  })
}
