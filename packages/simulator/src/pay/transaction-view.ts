import { rfc3339 } from '../time/format.ts'
import type { Order } from './order.ts'
import type { Json } from './rules.ts'

const STATE_TEXT: Record<Order['state'], string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
}

/** The query answer, and the resource of the pay callback. Unpaid orders lack the payment's fields. */
export function transactionView(order: Order): Json {
  const { payment } = order
  return {
    appid: order.appid,
    mchid: order.mchid,
    out_trade_no: order.out_trade_no,
    ...(payment && {
      transaction_id: payment.transaction_id,
      trade_type: 'JSAPI',
      bank_type: payment.bank_type,
      success_time: rfc3339(payment.success_at),
      payer: { openid: order.openid },
    }),
    trade_state: order.state,
    trade_state_desc: STATE_TEXT[order.state],
    attach: order.attach ?? '',
    amount: {
      total: order.total,
      ...(payment && { payer_total: payment.payer_total }),
      currency: 'CNY',
      payer_currency: 'CNY',
    },
    ...(order.device_id !== null && { scene_info: { device_id: order.device_id } }),
    promotion_detail: payment?.coupons ?? [],
  }
}
