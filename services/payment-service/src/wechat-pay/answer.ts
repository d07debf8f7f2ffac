import type { ChannelRefund, RefundState, Trade, TradeState } from '../channels/channel.ts'

export type Json = { readonly [name: string]: unknown }

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @returns undefined when the text is not a JSON object. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined // the caller says what an unreadable answer means
  }
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function fenOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Error('an amount is not a whole number')
  return value
}

function timeOf(value: unknown): Date | null {
  const at = new Date(textOf(value))
  return Number.isNaN(at.getTime()) ? null : at
}

const inner = (value: unknown): Json => (isJson(value) ? value : {})

/** REFUND means that at least one refund exists, so the trade was paid (wechat.md §17). */
const TRADE_STATES: Readonly<Record<string, TradeState>> = {
  SUCCESS: 'PAID',
  REFUND: 'PAID',
  NOTPAY: 'NOTPAY',
  USERPAYING: 'NOTPAY',
  PAYERROR: 'NOTPAY',
  CLOSED: 'CLOSED',
  REVOKED: 'CLOSED',
}

/** The body of a query, or the opened resource of a pay notice. @throws Error when it is not one. */
export function readTrade(body: Json): Trade {
  const state = TRADE_STATES[textOf(body.trade_state)]
  if (!state) throw new Error(`unknown trade_state ${textOf(body.trade_state)}`)
  const amount = inner(body.amount)
  const trade = {
    outTradeNo: textOf(body.out_trade_no),
    state,
    mchid: textOf(body.mchid),
    appid: textOf(body.appid),
    totalFen: fenOf(amount.total), // not payer_total: a WeChat coupon makes that one smaller
    currency: textOf(amount.currency),
    transactionId: textOf(body.transaction_id),
    paidAt: timeOf(body.success_time),
  }
  if (!trade.outTradeNo) throw new Error('out_trade_no is missing')
  if (state === 'PAID' && !trade.transactionId) throw new Error('a paid trade without transaction_id')
  return trade
}

const REFUND_STATES: readonly RefundState[] = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL']

/** The answer of apply and query (`status`), or the opened resource of a refund notice (`refund_status`). */
export function readRefund(body: Json): ChannelRefund {
  const word = textOf(body.status) || textOf(body.refund_status)
  const state = REFUND_STATES.find((known) => known === word)
  if (!state) throw new Error(`unknown refund status ${word}`)
  const refund = {
    outRefundNo: textOf(body.out_refund_no),
    channelRefundId: textOf(body.refund_id),
    state,
    refundFen: fenOf(inner(body.amount).refund),
    receivedAccount: textOf(body.user_received_account),
    succeededAt: timeOf(body.success_time),
  }
  if (!refund.outRefundNo || !refund.channelRefundId) throw new Error('a refund without its numbers')
  return refund
}
