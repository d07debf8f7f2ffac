import { paySignMessage, verifyRsa } from '../crypto/rsa.ts'
import type { Sim } from '../sim.ts'
import { record } from './ledger.ts'
import { notify } from './notifications.ts'
import type { Coupon, Order, Payment } from './order.ts'
import { findOrder, isPaid, PREPAY_LIFE_MS } from './orders.ts'
import { priceCut } from './settlement.ts'
import { transactionView } from './transaction-view.ts'

/** What `wx.requestPayment` was called with; the cashier verifies it. */
export type ClientParams = {
  appId?: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

export type PayInput = {
  out_trade_no?: string
  prepay_id?: string
  openid?: string
  coupon?: { amount: number; type?: Coupon['type']; name?: string }
  client?: ClientParams
  /** The payer had confirmed before the close was answered: such a payment wins over the close (wechat.md §3.4). */
  in_flight?: boolean
}

export type PayRefusal =
  | 'ORDER_NOT_EXIST'
  | 'ORDER_CLOSED'
  | 'ORDERPAID'
  | 'PREPAY_UNKNOWN'
  | 'PREPAY_EXPIRED'
  | 'OPENID_MISMATCH'
  | 'PAY_SIGN_INVALID'
  | 'COUPON_TOO_LARGE'

export type PayResult =
  | { ok: true; order: Order; notificationId: string; delivered: Promise<void> }
  | { ok: false; reason: PayRefusal }

/** The user's side of a payment: what the WeChat cashier checks, then the money and the callback. */
export function pay(sim: Sim, input: PayInput): PayResult {
  const prepayId = input.client ? packagePrepayId(input.client) : input.prepay_id
  const prepay = prepayId === undefined ? undefined : sim.tables.prepays.get(prepayId)
  if (prepayId !== undefined && !prepay) return { ok: false, reason: 'PREPAY_UNKNOWN' }
  const order = findOrder(sim, prepay?.out_trade_no ?? input.out_trade_no ?? '')
  if (!order) return { ok: false, reason: 'ORDER_NOT_EXIST' }
  const used = prepay ?? sim.tables.prepays.get(order.prepay_id)
  const reason = refusal(sim, { input, order, issuedAt: used?.issued_at ?? 0 })
  if (reason) return { ok: false, reason }
  return { ok: true, ...settle(sim, order, input.coupon) }
}

type Attempt = { input: PayInput; order: Order; issuedAt: number }

function refusal(sim: Sim, { input, order, issuedAt }: Attempt): PayRefusal | undefined {
  if (input.client && !isClientSigned(sim, input.client)) return 'PAY_SIGN_INVALID'
  if (isPaid(order)) return 'ORDERPAID'
  if (order.state === 'CLOSED' && !input.in_flight) return 'ORDER_CLOSED'
  if (sim.clock.now() - issuedAt > PREPAY_LIFE_MS) return 'PREPAY_EXPIRED'
  if (input.openid !== undefined && input.openid !== order.openid) return 'OPENID_MISMATCH'
  if (input.coupon && input.coupon.amount >= order.total) return 'COUPON_TOO_LARGE'
  return undefined
}

const packagePrepayId = (client: ClientParams): string => client.package.replace(/^prepay_id=/, '')

function isClientSigned(sim: Sim, client: ClientParams): boolean {
  if (client.signType !== 'RSA' || !client.package.startsWith('prepay_id=')) return false
  // appId is signed but not passed: the client's own app is meant.
  const message = paySignMessage({ ...client, appId: sim.keys.app.appId })
  return verifyRsa(message, client.paySign, sim.keys.merchant.publicKey)
}

function settle(sim: Sim, order: Order, coupon: PayInput['coupon']): Omit<PayResult & { ok: true }, 'ok'> {
  const success_at = sim.clock.now()
  const coupons = coupon ? [couponOf(sim, coupon)] : []
  const payment: Payment = {
    transaction_id: sim.ids.transactionId(success_at),
    success_at,
    bank_type: 'OTHERS',
    payer_total: order.total - (coupon?.amount ?? 0),
    coupons,
  }
  const paid: Order = { ...order, state: 'SUCCESS', payment }
  sim.tables.orders.put(order.out_trade_no, paid)
  sim.tables.transactions.put(payment.transaction_id, order.out_trade_no)
  record(sim, paid, { kind: 'payment', amount: order.total, change: order.total - priceCut(paid) })
  const { notification, delivered } = notify(sim, {
    kind: 'pay',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    url: order.notify_url,
    format: 'json',
    out_trade_no: order.out_trade_no,
    out_refund_no: null,
    resource: transactionView(paid),
  })
  return { order: paid, notificationId: notification.id, delivered }
}

const couponOf = (sim: Sim, coupon: NonNullable<PayInput['coupon']>): Coupon => ({
  coupon_id: sim.random.digits(10),
  name: coupon.name ?? '微信支付立减',
  scope: 'GLOBAL',
  type: coupon.type ?? 'CASH',
  amount: coupon.amount,
  currency: 'CNY',
})
