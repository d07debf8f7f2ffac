import type { Pool } from 'pg'
import { plainJson } from '../../src/caller.ts'
import type { Shop } from '../../src/shop.ts'
import type { Buyer } from '../../src/views.ts'

/** One delivery of a notice, with the bytes that went over the wire. */
export type Exchange = {
  readonly status: number | null
  readonly headers: Record<string, string>
  readonly body: string
}

export type Callback = { readonly id: string; readonly exchanges: readonly Exchange[] }

export type Trade = {
  readonly out_trade_no: string
  readonly state: string
  readonly closed_by: string | null
}

export type Refund = { readonly out_trade_no: string; readonly status: string; readonly refund: number }

/** The provider behind the platform: its switches, and what it knows (packages/simulator). */
export type Provider = {
  control<Result>(path: string, body?: unknown): Promise<Result>
  callbacks(outTradeNo: string): Promise<readonly Callback[]>
  trade(outTradeNo: string): Promise<Trade>
  refunds(outTradeNo: string): Promise<readonly Refund[]>
  /** Begins the payment of an order. @returns the number under which the provider knows it. */
  numberOf(buyer: Buyer, orderId: string): Promise<string>
}

export function openProvider(shop: Shop, database: Pool): Provider {
  const control = <Result>(path: string, body?: unknown) =>
    plainJson<Result>(`${shop.simulator}/__sim${path}`, body)
  return {
    control,
    callbacks: (outTradeNo) => control<Callback[]>(`/callbacks?out_trade_no=${outTradeNo}`),
    trade: (outTradeNo) => control<Trade>(`/orders/${outTradeNo}`),
    refunds: async (outTradeNo) =>
      (await control<Refund[]>('/refunds')).filter((refund) => refund.out_trade_no === outTradeNo),
    async numberOf(buyer, orderId) {
      await shop.startPayment(buyer, orderId)
      const { rows } = await database.query<{ out_trade_no: string }>(
        `select a.out_trade_no from payment.attempts a join payment.payments p on p.id = a.payment_id
         where p.order_id = $1`,
        [orderId],
      )
      return rows[0]?.out_trade_no ?? ''
    },
  }
}
