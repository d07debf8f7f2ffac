import { allocate, type Fen } from '@linli/core'
import { OrderErrors } from '../errors.ts'
import type { Order } from './order.ts'
import type { Line } from './order-line.ts'

const LEAST_FEN = 1

type PricedLine = Pick<Line, 'payableFen' | 'merchantDiscountFen'>
type Priced<L> = Pick<Order, 'payableFen' | 'merchantDiscountFen' | 'feeFen'> & {
  readonly lines: readonly L[]
}

/**
 * The order when `payableFen` is asked for it: what the shop takes off is spread over the lines by what they cost, so
 * that refunds go on as ever. The fee is not the shop's to forgo.
 * @throws PRICE_OUT_OF_RANGE above what the order came to, below the fee or below one fen
 */
export function atPrice<L extends PricedLine>(order: Priced<L>, payableFen: Fen) {
  // What it came to when it was placed.
  const maxFen = order.payableFen + order.merchantDiscountFen
  const minFen = Math.max(LEAST_FEN, order.feeFen)
  if (payableFen < minFen || payableFen > maxFen) throw OrderErrors.PRICE_OUT_OF_RANGE({ minFen, maxFen })
  const merchantDiscountFen = maxFen - payableFen
  const costs = order.lines.map((line) => line.payableFen + line.merchantDiscountFen)
  const shares = allocate(merchantDiscountFen, costs)
  const lines = order.lines.map((line, index) => {
    const [cost = 0, share = 0] = [costs[index], shares[index]]
    return { ...line, merchantDiscountFen: share, payableFen: cost - share }
  })
  return { payableFen, merchantDiscountFen, lines }
}

/**
 * The order at the price that was paid: what is asked, or what was asked when the payer opened the cashier.
 * @throws AMOUNT_MISMATCH for any other amount
 */
export function asPaid<O extends Priced<PricedLine> & Pick<Order, 'id' | 'offeredFen'>>(
  order: O,
  amountFen: Fen,
): O {
  if (amountFen === order.payableFen) return order
  if (!order.offeredFen.includes(amountFen)) throw OrderErrors.AMOUNT_MISMATCH({ orderId: order.id })
  return { ...order, ...atPrice(order, amountFen) }
}
