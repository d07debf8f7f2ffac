import type { FastifyInstance } from 'fastify'
import type { Sim } from '../sim.ts'
import { repairRefund } from './abnormal-refund.ts'
import { ABNORMAL_REFUND_BODY, CLOSE_BODY, MCHID_QUERY, ORDER_BODY, REFUND_BODY } from './bodies.ts'
import { listCertificates } from './certificates.ts'
import { type Answer, type MchRequest, type MchRoute, mchRoute } from './mch-route.ts'
import { closeOrder, getOrder, placeOrder } from './orders.ts'
import { orderMissing } from './pay-error.ts'
import { pay } from './payments.ts'
import { createRateLimits } from './rate-limits.ts'
import { refundView } from './refund-view.ts'
import { applyRefund, getRefund } from './refunds.ts'
import { transactionView } from './transaction-view.ts'

const TRANSACTIONS = '/v3/pay/transactions'
const REFUNDS = '/v3/refund/domestic/refunds'

const ROUTES: MchRoute[] = [
  {
    name: 'pay.order',
    method: 'POST',
    url: `${TRANSACTIONS}/jsapi`,
    needsAgent: false,
    body: ORDER_BODY,
    handle: order,
  },
  {
    name: 'pay.query',
    method: 'GET',
    url: `${TRANSACTIONS}/out-trade-no/:out_trade_no`,
    needsAgent: false,
    query: MCHID_QUERY,
    handle: (sim, { params }) => ({ body: transactionView(getOrder(sim, params.out_trade_no ?? '')) }),
  },
  {
    name: 'pay.query',
    method: 'GET',
    url: `${TRANSACTIONS}/id/:transaction_id`,
    needsAgent: false,
    query: MCHID_QUERY,
    handle: queryByTransaction,
  },
  {
    name: 'pay.close',
    method: 'POST',
    url: `${TRANSACTIONS}/out-trade-no/:out_trade_no/close`,
    needsAgent: false,
    body: CLOSE_BODY,
    handle: (sim, { params }) => {
      closeOrder(sim, params.out_trade_no ?? '')
      return {}
    },
  },
  {
    name: 'refund.create',
    method: 'POST',
    url: REFUNDS,
    needsAgent: true,
    body: REFUND_BODY,
    handle: (sim, { body }) => ({ body: refundView(applyRefund(sim, body)) }),
  },
  {
    name: 'refund.query',
    method: 'GET',
    url: `${REFUNDS}/:out_refund_no`,
    needsAgent: true,
    handle: (sim, { params }) => ({ body: refundView(getRefund(sim, params.out_refund_no ?? '')) }),
  },
  {
    name: 'refund.abnormal',
    method: 'POST',
    url: `${REFUNDS}/:refund_id/apply-abnormal-refund`,
    needsAgent: true,
    body: ABNORMAL_REFUND_BODY,
    handle: (sim, request) => ({ body: refundView(repairRefund(sim, request)) }),
  },
  {
    name: 'certificates',
    method: 'GET',
    url: '/v3/certificates',
    needsAgent: true,
    handle: listCertificates,
  },
]

/** The `before_response` fault lets the user be faster than the answer: paid and told before prepay returns. */
async function order(sim: Sim, { body }: MchRequest): Promise<Answer> {
  const placed = placeOrder(sim, body)
  if (sim.faults.forOrder(placed.out_trade_no)) {
    const paid = pay(sim, { prepay_id: placed.prepay_id, openid: placed.openid })
    if (paid.ok) await paid.delivered
  }
  return { body: { prepay_id: placed.prepay_id } }
}

function queryByTransaction(sim: Sim, { params }: MchRequest): Answer {
  const outTradeNo = sim.tables.transactions.get(params.transaction_id ?? '')
  if (outTradeNo === undefined) throw orderMissing()
  return { body: transactionView(getOrder(sim, outTradeNo)) }
}

export function payRoutes(app: FastifyInstance, sim: Sim): void {
  const limits = createRateLimits(sim.settings, sim.clock)
  for (const route of ROUTES) mchRoute(app, route, { sim, limits })
}
