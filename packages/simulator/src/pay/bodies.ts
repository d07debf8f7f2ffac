import { array, flag, object, required, text, whole } from './rules.ts'

const TRADE_NO = /^[0-9A-Za-z_\-|*]+$/
const REFUND_NO = /^[0-9A-Za-z_\-|*@]+$/

const goods = object({
  merchant_goods_id: required(text(32)),
  wechatpay_goods_id: text(32),
  goods_name: text(256),
  quantity: required(whole(1)),
  unit_price: required(whole(0)),
})

export const ORDER_BODY = {
  appid: required(text(32)),
  mchid: required(text(32)),
  description: required(text(127)),
  out_trade_no: required(text(32, { min: 6, pattern: TRADE_NO })),
  time_expire: text(64),
  attach: text(128, { min: 0 }),
  notify_url: required(text(255)),
  goods_tag: text(32),
  support_fapiao: flag(),
  limit_pay: array(text(32)),
  amount: required(object({ total: required(whole(1)), currency: text(16, { pattern: /^CNY$/ }) })),
  payer: required(object({ openid: required(text(128)) })),
  detail: object({ cost_price: whole(0), invoice_id: text(32), goods_detail: array(goods) }),
  scene_info: object({
    payer_client_ip: required(text(45)),
    device_id: text(32),
    store_info: object({
      id: required(text(32)),
      name: text(256),
      area_code: text(32),
      address: text(512),
    }),
  }),
  settle_info: object({ profit_sharing: flag() }),
}

export const CLOSE_BODY = { mchid: required(text(32)) }

export const MCHID_QUERY = { mchid: required(text(32)) }

export const REFUND_BODY = {
  transaction_id: text(32),
  out_trade_no: text(32, { min: 6 }),
  out_refund_no: required(text(64, { pattern: REFUND_NO })),
  reason: text(80),
  notify_url: text(256, { min: 8 }),
  funds_account: text(32, { pattern: /^(?:AVAILABLE|UNSETTLED)$/ }),
  amount: required(
    object({
      refund: required(whole(1)),
      total: required(whole(1)),
      currency: required(text(16, { pattern: /^CNY$/ })),
      from: array(
        object({
          account: required(text(32, { pattern: /^(?:AVAILABLE|UNAVAILABLE)$/ })),
          amount: required(whole(1)),
        }),
      ),
    }),
  ),
  goods_detail: array(
    object({
      merchant_goods_id: required(text(32)),
      wechatpay_goods_id: text(32),
      goods_name: text(256),
      unit_price: required(whole(0)),
      refund_amount: required(whole(0)),
      refund_quantity: required(whole(1)),
    }),
  ),
}

export const ABNORMAL_REFUND_BODY = {
  out_refund_no: required(text(64, { pattern: REFUND_NO })),
  type: required(text(32, { pattern: /^(?:USER_BANK_CARD|MERCHANT_BANK_CARD)$/ })),
  bank_type: text(16),
  bank_account: text(1024),
  real_name: text(1024),
}
