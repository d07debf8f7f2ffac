export type OrderState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'

export type Coupon = {
  coupon_id: string
  name: string
  scope: 'GLOBAL'
  /** CASH: paid for by WeChat or the merchant beforehand; NOCASH: a pure price cut. */
  type: 'CASH' | 'NOCASH'
  amount: number
  currency: 'CNY'
}

export type Payment = {
  transaction_id: string
  success_at: number
  bank_type: string
  /** total − coupons, fen. */
  payer_total: number
  coupons: Coupon[]
}

/** One out_trade_no. Amounts in fen, times in epoch ms of the virtual clock. */
export type Order = {
  out_trade_no: string
  appid: string
  mchid: string
  description: string
  attach: string | null
  notify_url: string
  total: number
  openid: string
  device_id: string | null
  /** Digest of all parameters but time_expire: a repeated call must have the same. */
  fingerprint: string
  created_at: number
  expires_at: number
  prepay_id: string
  state: OrderState
  closed_by: 'merchant' | 'expiry' | null
  payment: Payment | null
  out_refund_nos: string[]
}

export type Prepay = { prepay_id: string; out_trade_no: string; issued_at: number }

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

export type Refund = {
  refund_id: string
  out_refund_no: string
  out_trade_no: string
  transaction_id: string
  reason: string | null
  notify_url: string | null
  refund: number
  total: number
  payer_refund: number
  payer_total: number
  status: RefundStatus
  /** What it will become once the delay is over. */
  outcome: Exclude<RefundStatus, 'PROCESSING'>
  due_at: number
  created_at: number
  success_at: number | null
  channel: 'ORIGINAL' | 'OTHER_BANKCARD'
  user_received_account: string
}

export type LedgerEntry = {
  seq: number
  at: number
  kind: 'payment' | 'refund' | 'refund_returned'
  out_trade_no: string
  out_refund_no: string | null
  transaction_id: string
  /** As the order sees it, fen, always positive. */
  amount: number
  /** What moved in the merchant's balance, fen, signed. */
  balance_change: number
}

export type RefundPlan = {
  outcome: Exclude<RefundStatus, 'PROCESSING'> | 'USER_ACCOUNT_ABNORMAL'
  delay_ms: number | null
}
