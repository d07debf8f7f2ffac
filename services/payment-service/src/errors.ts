import { defineErrors } from '@linli/core'

/** Codes 1400–1499; 1441–1442 are the channel's (channels/channel.ts). */
export const PaymentErrors = defineErrors({
  PAYMENT_NOT_FOUND: [1401, 'not_found', '支付单不存在', 'Payment not found'],
  ORDER_NOT_PAYABLE: [1402, 'rule', '订单当前不能支付', 'The order cannot be paid now'],
  ORDER_EXPIRED: [1403, 'rule', '订单已超过支付时间', 'The time to pay is over'],
  PAYMENT_CLOSING: [1404, 'conflict', '订单正在关闭', 'The order is being closed'],
  PAYMENT_CLOSED: [1405, 'conflict', '订单已关闭，不能支付', 'The order is closed'],
  PAYMENT_ALREADY_PAID: [1406, 'conflict', '订单已支付', 'The order is paid already'],
  PAYMENT_QUARANTINED: [1407, 'conflict', '支付异常，客服处理中', 'The payment is being looked at'],
  PAYMENT_REFUSED: [
    1408,
    'rule',
    '微信支付暂时无法下单（{code}）',
    'The provider refused the payment ({code})',
  ],
  CHANNEL_UNCERTAIN: [
    1409,
    'unavailable',
    '支付渠道未响应，请稍后再试',
    'The provider did not answer; try again',
  ],
  WECHAT_NOT_BOUND: [1410, 'rule', '请先在小程序中登录微信', 'Log in through the mini-program first'],
  PROCESSING: [1411, 'conflict', '订单处理中，请稍后', 'The order is still being processed'],
  NOTHING_TO_PAY: [1412, 'rule', '订单无需支付', 'There is nothing to pay'],
  REFUND_NOT_FOUND: [1421, 'not_found', '退款单不存在', 'Refund not found'],
  REFUND_NOT_RETRYABLE: [1422, 'conflict', '当前状态不能重试退款', 'The refund cannot be retried now'],
  REFUND_NOT_SETTLEABLE: [
    1423,
    'conflict',
    '当前状态不能人工结清',
    'The refund cannot be settled by hand now',
  ],
  REFUND_EXCEEDS_PAYMENT: [1424, 'rule', '退款金额超过可退金额', 'Refunds would exceed the payment'],
  PAYMENT_NOT_PAID: [1425, 'conflict', '支付单尚未支付', 'The payment is not paid'],
  MOCK_ONLY: [1431, 'not_found', '仅模拟支付可用', 'Only with the mock provider'],
})
