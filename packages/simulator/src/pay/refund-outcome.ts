import type { Sim } from '../sim.ts'
import { record } from './ledger.ts'
import { notify } from './notifications.ts'
import type { Refund, RefundPlan } from './order.ts'
import { refundCallbackView } from './refund-view.ts'
import { settlementShare } from './settlement.ts'

const SUMMARY: Record<Refund['outcome'], string> = {
  SUCCESS: '退款成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
}

/** The plan for this refund number, for its order, or for all; else success after the usual delay. */
export function planOutcome(
  sim: Sim,
  refund: { out_refund_no: string; out_trade_no: string },
): { outcome: RefundPlan['outcome']; delayMs: number } {
  const plans = sim.tables.refundPlans
  const plan = plans.get(refund.out_refund_no) ?? plans.get(refund.out_trade_no) ?? plans.get('*')
  return {
    outcome: plan?.outcome ?? 'SUCCESS',
    delayMs: plan?.delay_ms ?? sim.settings.get().refund_delay_ms,
  }
}

export function planRefundEnd(sim: Sim, refund: Refund): void {
  sim.scheduler.plan({
    key: `refund:${refund.out_refund_no}`,
    dueAt: refund.due_at,
    run: () => endRefund(sim, refund.out_refund_no),
  })
}

export function resumeRefunds(sim: Sim): void {
  for (const refund of sim.tables.refunds.rows()) {
    if (refund.status === 'PROCESSING') planRefundEnd(sim, refund)
  }
}

async function endRefund(sim: Sim, outRefundNo: string): Promise<void> {
  const before = sim.tables.refunds.get(outRefundNo)
  if (before?.status !== 'PROCESSING') return
  const status = before.outcome
  const success_at = status === 'SUCCESS' ? sim.clock.now() : null
  const refund = sim.tables.refunds.put(outRefundNo, { ...before, status, success_at })
  if (status === 'CLOSED') returnMoney(sim, refund)
  await tell(sim, refund)
}

function returnMoney(sim: Sim, refund: Refund): void {
  const order = sim.tables.orders.get(refund.out_trade_no)
  if (!order) return
  record(sim, order, {
    kind: 'refund_returned',
    amount: refund.refund,
    change: settlementShare(order, refund.refund),
    outRefundNo: refund.out_refund_no,
  })
}

/** Without an address in the call the platform's own one gets v2 XML; without that one, silence. */
async function tell(sim: Sim, refund: Refund): Promise<void> {
  const platformUrl = sim.settings.get().platform_refund_url
  const url = refund.notify_url ?? platformUrl
  if (url === '') return
  await notify(sim, {
    kind: 'refund',
    event_type: `REFUND.${refund.outcome}`,
    summary: SUMMARY[refund.outcome],
    url,
    format: refund.notify_url === null ? 'xml' : 'json',
    out_trade_no: refund.out_trade_no,
    out_refund_no: refund.out_refund_no,
    resource: refundCallbackView(sim, refund),
  }).delivered
}
