import { defineErrors } from '@linli/core'

/** Codes 1300–1399. */
export const OrderErrors = defineErrors({
  ORDER_NOT_FOUND: [1301, 'not_found', '订单不存在', 'Order not found'],
  CART_FULL: [1302, 'rule', '购物车最多放 {limit} 种商品', 'A cart holds at most {limit} lines'],
  CART_ITEM_NOT_FOUND: [1303, 'not_found', '购物车中没有该商品', 'This item is not in the cart'],
  AMOUNT_MISMATCH: [1304, 'rule', '支付金额与订单不符', 'The paid amount differs from the order'],
  NOTHING_SELECTED: [1305, 'rule', '请先选择商品', 'Select something first'],
  SKU_NOT_AVAILABLE: [1306, 'rule', '部分商品无法购买', 'Some items cannot be bought'],
  SEVERAL_MERCHANTS: [
    1307,
    'rule',
    '一个订单只能包含同一商家同一仓库的商品',
    'One order holds goods of one merchant and warehouse',
  ],
  QTY_ABOVE_LIMIT: [1308, 'rule', '最多可买 {limit} 件', 'You can take at most {limit}'],
  PRICE_CHANGED: [
    1310,
    'conflict',
    '价格有变化，请确认后重新提交',
    'Prices have changed; please confirm again',
  ],
  QUOTE_EXPIRED: [1311, 'conflict', '结算已过期，请重新结算', 'The quote has expired; please settle again'],
  QUOTE_INVALID: [1312, 'invalid', '结算凭证无效', 'The quote token is not valid'],
  QUOTE_USED: [1313, 'conflict', '该结算已下单', 'This quote has been ordered already'],
  ORDER_NOT_CANCELLABLE: [1321, 'conflict', '当前状态不能取消', 'The order cannot be cancelled now'],
  ORDER_IN_PROGRESS: [1322, 'conflict', '订单处理中，请稍后', 'The order is still being processed'],
  ORDER_NOT_RECEIVABLE: [1323, 'conflict', '当前状态不能确认收货', 'Receipt cannot be confirmed now'],
  ORDER_NOT_ACCEPTABLE: [1324, 'conflict', '当前状态不能接单', 'The order cannot be accepted now'],
  ORDER_CLOSED_ALREADY: [1325, 'conflict', '订单已关闭', 'The order is closed already'],
  ORDER_NOT_REPRICEABLE: [
    1327,
    'conflict',
    '只有待付款的订单可以改价',
    'Only an unpaid order can be repriced',
  ],
  PRICE_OUT_OF_RANGE: [
    1328,
    'rule',
    '改后的价格不能高于原价，也不能低于运费或 1 分',
    'The price must not be above the original, nor below the fee or one fen',
  ],
  NO_PHONE: [1326, 'not_found', '顾客没有留电话', 'The customer has left no phone number'],
  CONTACT_REQUIRED: [1330, 'invalid', '请填写联系人', 'A contact is required'],
  ADDRESS_REQUIRED: [1331, 'invalid', '请选择收货地址', 'An address is required'],
  PICKUP_POINT_REQUIRED: [1332, 'invalid', '请选择自提点', 'A pickup point is required'],
})
