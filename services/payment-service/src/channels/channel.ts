import { defineErrors, type Fen } from '@linli/core'

/** What a call to another company came to. `unknown` is never a failure: ask again (wechat.md §15). */
export type Outcome<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string }

export const ok = <Value>(value: Value): Outcome<Value> => ({ kind: 'ok', value })

export type ChannelCode = 'WECHAT' | 'MOCK'

export type PrepayRequest = {
  readonly outTradeNo: string
  readonly description: string
  readonly amountFen: Fen
  readonly openid: string
  readonly expireAt: Date
}

/** `NOTPAY` says nothing about the future; only `CLOSED` does. */
export type TradeState = 'PAID' | 'NOTPAY' | 'CLOSED'

/** A trade as the provider tells it, by query or by notice. */
export type Trade = {
  readonly outTradeNo: string
  readonly state: TradeState
  readonly mchid: string
  readonly appid: string
  readonly totalFen: Fen
  readonly currency: string
  /** With state PAID. */
  readonly transactionId: string
  /** With state PAID. */
  readonly paidAt: Date | null
}

export type RefundRequest = {
  readonly outTradeNo: string
  readonly outRefundNo: string
  readonly reason: string
  readonly refundFen: Fen
  /** The whole trade's amount. */
  readonly totalFen: Fen
}

export type RefundState = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

export type ChannelRefund = {
  readonly outRefundNo: string
  readonly channelRefundId: string
  readonly state: RefundState
  readonly refundFen: Fen
  readonly receivedAccount: string
  readonly succeededAt: Date | null
}

/** What `wx.requestPayment` is called with; `appId` is signed but not passed. */
export type CashierParams = {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

export type NoticeHeaders = Readonly<Record<string, string | string[] | undefined>>

/** A verified notice. `other` is a kind we do not know: recorded, nothing else. */
export type Notice = { readonly id: string; readonly eventType: string } & (
  | { readonly kind: 'trade'; readonly trade: Trade }
  | { readonly kind: 'refund'; readonly refund: ChannelRefund; readonly mchid: string }
  | { readonly kind: 'other' }
)

export const NoticeErrors = defineErrors({
  NOTICE_UNVERIFIED: [1441, 'unauthenticated', '验签失败', 'The notice is not signed by the provider'],
  NOTICE_UNREADABLE: [1442, 'invalid', '通知内容无法解析', 'The notice cannot be read'],
})

/** The payment provider (product.md Y13). Methods never throw for what the provider or the network does. */
export type PaymentChannel = {
  readonly code: ChannelCode
  /** Whose money it is, and through which app. */
  readonly mchid: string
  readonly appid: string
  /** The same request again gives another prepay id of the same trade, never a second trade. */
  prepare(request: PrepayRequest): Promise<Outcome<{ readonly prepayId: string }>>
  query(outTradeNo: string): Promise<Outcome<Trade>>
  /** `ok` means that no money can arrive any more. */
  close(outTradeNo: string): Promise<Outcome<null>>
  /** The same `outRefundNo` again never refunds twice. */
  refund(request: RefundRequest): Promise<Outcome<ChannelRefund>>
  queryRefund(outRefundNo: string): Promise<Outcome<ChannelRefund>>
  cashierParams(prepayId: string): CashierParams
  /** @throws NOTICE_UNVERIFIED, NOTICE_UNREADABLE */
  readNotice(headers: NoticeHeaders, body: Buffer): Notice
}
