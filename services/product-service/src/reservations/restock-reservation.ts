import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { lockReservation } from './reservation.store.ts'
import { outstanding, type Reservation, reservationMachine, restockedEvent } from './reservation.ts'
import { type Returned, returnedLineIds, returnGoods } from './restock.store.ts'

export type GoodsReleased = {
  readonly aftersaleId: string
  readonly orderId: string
  /** Back to sellable stock, else written off (T23). */
  readonly restock: boolean
  readonly lines: readonly { readonly lineId: string; readonly skuId: string; readonly qty: number }[]
}

export type RestockOutcome = { readonly refilled: boolean }

/**
 * The goods side of an after-sale. Each of its lines happens once and is clamped to what was sold and not yet undone,
 * so replays and overlapping after-sales change nothing (product.md §9.6).
 * @throws RESERVATION_NOT_FOUND or ILLEGAL_TRANSITION when it overtook the payment; it is tried again.
 */
export async function restockReservation(work: Work, released: GoodsReleased): Promise<RestockOutcome> {
  const { orderId, aftersaleId, restock } = released
  const reservation = await lockReservation(work, orderId)
  if (!reservation) throw ProductErrors.RESERVATION_NOT_FOUND({ orderId })
  const event = restock ? 'restock' : 'writeOff'
  if (!isUndone(reservation)) reservationMachine.next(reservation.status, event)

  const seen = await returnedLineIds(work, aftersaleId)
  const returned = clamp(reservation, {
    ...released,
    lines: released.lines.filter((line) => !seen.has(line.lineId)),
  })
  if (returned.length === 0) return { refilled: false }
  const next = after(reservation, returned, restock)
  const refilled = await returnGoods(work, reservation, {
    aftersaleId,
    restock,
    event,
    returned,
    to: next.status,
  })
  const lines = returned
    .filter(({ qty }) => qty > 0)
    .map(({ skuId, productId, qty }) => ({ skuId, productId, qty }))
  if (restock && lines.length > 0) work.publish(restockedEvent(next, { aftersaleId, lines }, work.now))
  return { refilled: restock && refilled }
}

const isUndone = ({ status }: Reservation) => status === 'RESTOCKED' || status === 'WRITTEN_OFF'

function clamp(reservation: Reservation, { orderId, lines }: GoodsReleased): Returned[] {
  const left = new Map(reservation.lines.map((line) => [line.skuId, outstanding(line)]))
  return lines.map(({ lineId, skuId, qty }) => {
    const line = reservation.lines.find((each) => each.skuId === skuId)
    if (!line) throw ProductErrors.SKU_NOT_FOUND({ orderId, skuId })
    const taken = Math.min(qty, left.get(skuId) ?? 0)
    left.set(skuId, (left.get(skuId) ?? 0) - taken)
    const factor = line.stockQty / line.qty
    return {
      lineId,
      skuId,
      productId: line.productId,
      qty: taken,
      stockQty: taken * factor,
      counted: line.counted,
    }
  })
}

function after(reservation: Reservation, returned: readonly Returned[], restock: boolean): Reservation {
  const lines = reservation.lines.map((line) => {
    const qty = returned.filter(({ skuId }) => skuId === line.skuId).reduce((sum, each) => sum + each.qty, 0)
    return restock
      ? { ...line, restockedQty: line.restockedQty + qty }
      : { ...line, writtenOffQty: line.writtenOffQty + qty }
  })
  const next = { ...reservation, lines, version: reservation.version + 1 }
  if (isUndone(reservation) || lines.some((line) => outstanding(line) > 0)) return next
  // What came back at all makes the whole RESTOCKED; WRITTEN_OFF says that nothing did.
  const event = lines.some((line) => line.restockedQty > 0) ? 'restock' : 'writeOff'
  return { ...next, status: reservationMachine.next(reservation.status, event) }
}
