import type { Sim } from '../sim.ts'
import { DAY_MS, MINUTE_MS } from '../time/format.ts'
import { balanceOf, record } from './ledger.ts'
import { checkNotifyUrl } from './notify-url.ts'
import type { Order, Refund } from './order.ts'
import { findOrder } from './orders.ts'
import { invalidRequest, PayError, resourceMissing, tooFrequent } from './pay-error.ts'
import { planOutcome, planRefundEnd } from './refund-outcome.ts'
import type { Json } from './rules.ts'
import { settlementShare } from './settlement.ts'

const MAX_REFUNDS = 50
const REFUND_WINDOW_MS = 365 * DAY_MS
const PARTIAL_GAP_MS = MINUTE_MS
const MISMATCH = '订单金额或退款金额与之前请求不一致，请核实后再试'

type Wanted = {
  out_refund_no: string
  out_trade_no: string
  refund: number
  total: number
  reason: string | null
  notify_url: string | null
}

/** Accepts a refund, or returns what was accepted before under the same out_refund_no. */
export function applyRefund(sim: Sim, body: Json): Refund {
  const wanted = readRefund(sim, body)
  const known = sim.tables.refunds.get(wanted.out_refund_no)
  if (known) return sameRefund(known, wanted)
  const order = findOrder(sim, wanted.out_trade_no)
  if (!order?.payment) throw resourceMissing('订单不存在')
  if (wanted.total !== order.total) throw invalidRequest(MISMATCH)
  checkLimits(sim, order, wanted)
  const outcome = planOutcome(sim, wanted)
  if (outcome.outcome === 'USER_ACCOUNT_ABNORMAL') {
    throw new PayError(403, 'USER_ACCOUNT_ABNORMAL', { message: '用户账户异常或注销，请线下退款' })
  }
  const change = settlementShare(order, wanted.refund)
  if (balanceOf(sim) < change) {
    throw new PayError(403, 'NOT_ENOUGH', { message: '基本账户余额不足，请充值后重新发起' })
  }
  return accept(sim, { order, wanted, change, outcome: outcome.outcome, delayMs: outcome.delayMs })
}

/** A repetition must name the same order and amounts; it never makes a second refund. */
function sameRefund(known: Refund, wanted: Wanted): Refund {
  const isSame =
    known.out_trade_no === wanted.out_trade_no &&
    known.refund === wanted.refund &&
    known.total === wanted.total
  if (!isSame) throw invalidRequest(MISMATCH)
  return known
}

function checkLimits(sim: Sim, order: Order, wanted: Wanted): void {
  const now = sim.clock.now()
  const earlier = refundsOf(sim, order)
  const standing = earlier.filter((refund) => refund.status !== 'CLOSED')
  const refunded = standing.reduce((sum, refund) => sum + refund.refund, 0)
  if (now - (order.payment?.success_at ?? now) > REFUND_WINDOW_MS) {
    throw invalidRequest('订单已超过可退款的最大期限')
  }
  if (refunded + wanted.refund > order.total) throw invalidRequest('申请退款金额超过订单可退金额')
  if (earlier.length >= MAX_REFUNDS) throw invalidRequest('部分退款次数超过限制')
  if (standing.some((refund) => now - refund.created_at < PARTIAL_GAP_MS)) {
    throw tooFrequent('同一笔订单多次部分退款，需间隔1分钟后再试')
  }
}

const refundsOf = (sim: Sim, order: Order): Refund[] =>
  order.out_refund_nos.flatMap((number) => sim.tables.refunds.get(number) ?? [])

type Acceptance = {
  order: Order
  wanted: Wanted
  change: number
  outcome: Refund['outcome']
  delayMs: number
}

function accept(sim: Sim, { order, wanted, change, outcome, delayMs }: Acceptance): Refund {
  const now = sim.clock.now()
  const payerTotal = order.payment?.payer_total ?? order.total
  const refund: Refund = {
    ...wanted,
    refund_id: sim.ids.refundId(now),
    transaction_id: order.payment?.transaction_id ?? '',
    payer_refund: Math.floor((wanted.refund * payerTotal) / order.total),
    payer_total: payerTotal,
    status: 'PROCESSING',
    outcome,
    due_at: now + delayMs,
    created_at: now,
    success_at: null,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
  }
  const out_refund_nos = [...order.out_refund_nos, refund.out_refund_no]
  sim.tables.orders.put(order.out_trade_no, { ...order, state: 'REFUND', out_refund_nos })
  sim.tables.refundIds.put(refund.refund_id, refund.out_refund_no)
  sim.tables.refunds.put(refund.out_refund_no, refund)
  record(sim, order, {
    kind: 'refund',
    amount: refund.refund,
    change: -change,
    outRefundNo: refund.out_refund_no,
  })
  planRefundEnd(sim, refund)
  return refund
}

/** Throws RESOURCE_NOT_EXISTS. */
export function getRefund(sim: Sim, outRefundNo: string): Refund {
  const refund = sim.tables.refunds.get(outRefundNo)
  if (!refund) throw resourceMissing('退款单不存在')
  return refund
}

function readRefund(sim: Sim, body: Json): Wanted {
  const transactionId = body.transaction_id
  const outTradeNo = body.out_trade_no
  if (transactionId === undefined && outTradeNo === undefined) {
    throw invalidRequest('transaction_id与out_trade_no不能同时为空')
  }
  const found = transactionId === undefined ? undefined : sim.tables.transactions.get(String(transactionId))
  if (transactionId !== undefined && found === undefined) throw resourceMissing('订单不存在')
  if (found !== undefined && outTradeNo !== undefined && found !== outTradeNo) {
    throw invalidRequest('transaction_id与out_trade_no不匹配')
  }
  const notifyUrl = body.notify_url
  if (notifyUrl !== undefined) checkNotifyUrl(String(notifyUrl))
  const amount = body.amount as { refund: number; total: number }
  return {
    out_refund_no: String(body.out_refund_no),
    out_trade_no: found ?? String(outTradeNo),
    refund: amount.refund,
    total: amount.total,
    reason: typeof body.reason === 'string' ? body.reason : null,
    notify_url: notifyUrl === undefined ? null : String(notifyUrl),
  }
}
