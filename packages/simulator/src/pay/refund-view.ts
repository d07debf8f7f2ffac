import type { Sim } from '../sim.ts'
import { rfc3339 } from '../time/format.ts'
import type { Refund } from './order.ts'
import type { Json } from './rules.ts'

const identity = (refund: Refund): Json => ({
  refund_id: refund.refund_id,
  out_refund_no: refund.out_refund_no,
  transaction_id: refund.transaction_id,
  out_trade_no: refund.out_trade_no,
  user_received_account: refund.user_received_account,
  ...(refund.success_at !== null && { success_time: rfc3339(refund.success_at) }),
})

/** The answer of apply and query: here the field is `status`. */
export const refundView = (refund: Refund): Json => ({
  ...identity(refund),
  channel: refund.channel,
  create_time: rfc3339(refund.created_at),
  status: refund.status,
  funds_account: 'UNSETTLED',
  amount: {
    total: refund.total,
    refund: refund.refund,
    payer_total: refund.payer_total,
    payer_refund: refund.payer_refund,
    settlement_refund: refund.payer_refund,
    settlement_total: refund.payer_total,
    discount_refund: refund.refund - refund.payer_refund,
    currency: 'CNY',
    refund_fee: 0,
  },
  promotion_detail: [],
})

/** The resource of the callback: `refund_status`, a mchid, no currency. */
export const refundCallbackView = (sim: Sim, refund: Refund): Json => ({
  mchid: sim.keys.app.mchid,
  ...identity(refund),
  refund_status: refund.status,
  amount: {
    total: refund.total,
    refund: refund.refund,
    payer_total: refund.payer_total,
    payer_refund: refund.payer_refund,
  },
})
