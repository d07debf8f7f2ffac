import type { Sim } from '../sim.ts'
import type { LedgerEntry, Order } from './order.ts'

type Movement = {
  kind: LedgerEntry['kind']
  amount: number
  change: number
  outRefundNo?: string
}

/** Adds one line; the merchant's balance is the opening balance plus all lines. */
export function record(sim: Sim, order: Order, movement: Movement): void {
  const seq = sim.ids.next()
  sim.tables.ledger.put(String(seq), {
    seq,
    at: sim.clock.now(),
    kind: movement.kind,
    out_trade_no: order.out_trade_no,
    out_refund_no: movement.outRefundNo ?? null,
    transaction_id: order.payment?.transaction_id ?? '',
    amount: movement.amount,
    balance_change: movement.change,
  })
  sim.tables.meta.put(MOVED, moved(sim) + movement.change)
}

const MOVED = 'ledger.moved'

const moved = (sim: Sim): number => Number(sim.tables.meta.get(MOVED) ?? 0)

/** Fen. */
export const balanceOf = (sim: Sim): number => sim.settings.get().opening_balance + moved(sim)
