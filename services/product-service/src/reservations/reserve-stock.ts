import type { Work } from '../deps.ts'
import { stockLowEvent } from '../inventories/stock-low.ts'
import {
  type Asked,
  lockCounters,
  lockReservation,
  lowLevels,
  openReservation,
  rejectReservation,
  type Taking,
  takeStock,
} from './reservation.store.ts'
import {
  demandOf,
  type Line,
  ORDER_CLOSED,
  type Refusal,
  type Reservation,
  refusalOf,
  refusedEvent,
  reservedEvent,
  type SkuFacts,
  shortageOf,
} from './reservation.ts'

export type OrderToReserve = Omit<Asked, 'demands'> & {
  readonly lines: readonly { readonly skuId: string; readonly qty: number }[]
}

export type ReserveOutcome = { readonly emptied: boolean }

/**
 * Reserves everything an order asks for or nothing (P08), and answers with StockReserved or StockReservationFailed.
 * An order that was asked for before gets the same answer again; one that was closed before it was asked for is
 * refused by its tombstone.
 */
export async function reserveStock(work: Work, order: OrderToReserve): Promise<ReserveOutcome> {
  const asked = { ...order, demands: demandOf(order.lines) }
  const { fresh, facts } = await openReservation(work, asked)
  if (!fresh) {
    await answerAgain(work, asked)
    return { emptied: false }
  }
  const bought = await boughtToday(work, asked, facts)
  const refusal = refusalOf(asked.demands, facts, bought)
  if (refusal) return refuse(work, asked, refusal)

  const takings = asked.demands.map((demand) => takingOf(demand, facts))
  const taken = await takeStock(work, asked, takings)
  if (!taken.ok) {
    // Somebody else took it between the look and the lock.
    const short = shortageOf(asked.demands, facts, taken.available)
    return refuse(work, asked, short ?? { reason: 'SHORTAGE', shortages: [], excesses: [] })
  }
  work.publish(reservedEvent(reservationOf(work, asked, takings), work.now))
  if (taken.turnedLow.length > 0) {
    const levels = await lowLevels(work, asked.warehouseId, taken.turnedLow)
    work.publish(...levels.map((level) => stockLowEvent(level, work.now)))
  }
  return { emptied: taken.emptied }
}

async function refuse(work: Work, asked: Asked, refusal: Refusal): Promise<ReserveOutcome> {
  await rejectReservation(work, asked.orderId, refusal)
  work.publish(refusedEvent({ ...asked, version: 1 }, refusal, work.now))
  return { emptied: false }
}

async function answerAgain(work: Work, asked: Asked): Promise<void> {
  const known = await lockReservation(work, asked.orderId)
  if (!known) throw new Error(`reservation ${asked.orderId} vanished`)
  const held = known.status !== 'REJECTED' && known.status !== 'RELEASED'
  work.publish(
    held ? reservedEvent(known, work.now) : refusedEvent(known, known.refusal ?? ORDER_CLOSED, work.now),
  )
}

/** Locks and reads counters only where there is a daily limit: the other SKUs are not counted. */
async function boughtToday(
  work: Work,
  { userId, day, demands }: Asked,
  facts: ReadonlyMap<string, SkuFacts>,
): Promise<ReadonlyMap<string, number>> {
  const skuIds = demands.map(({ skuId }) => skuId).filter((id) => facts.get(id)?.limitPerDay != null)
  return skuIds.length > 0 ? lockCounters(work, { userId, day, skuIds }) : new Map()
}

function takingOf(demand: { skuId: string; qty: number }, facts: ReadonlyMap<string, SkuFacts>): Taking {
  const sku = facts.get(demand.skuId)
  if (!sku) throw new Error(`no facts about ${demand.skuId}`)
  return {
    ...demand,
    productId: sku.productId,
    stockQty: demand.qty * sku.stockFactor,
    counted: sku.limitPerDay !== null,
  }
}

function reservationOf(work: Work, asked: Asked, takings: readonly Taking[]): Reservation {
  const lines: Line[] = takings.map((taking) => ({ ...taking, restockedQty: 0, writtenOffQty: 0 }))
  const { orderId, userId, warehouseId, day } = asked
  const at = { createdAt: work.now, updatedAt: work.now }
  return { orderId, userId, warehouseId, day, status: 'RESERVED', refusal: null, version: 1, lines, ...at }
}
