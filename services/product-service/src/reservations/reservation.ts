import { type DomainEvent, defineMachine, happened } from '@linli/core'
import {
  type LimitExcess,
  type LimitKind,
  StockCommitted,
  type StockLine,
  type StockRefusal,
  StockReleased,
  StockReservationFailed,
  StockReserved,
  StockRestocked,
  type StockShortage,
} from '@linli/proto/product'

/**
 * product.md §6.6. A reservation begins as RESERVED or, refused or released before it was asked for, as REJECTED.
 * Goods that came back from a customer (RETURN, after inspection) were FULFILLED before.
 */
export const reservationMachine = defineMachine('reservation', 'RESERVED', {
  RESERVED: { commit: 'COMMITTED', release: 'RELEASED' },
  COMMITTED: { fulfil: 'FULFILLED', restock: 'RESTOCKED', writeOff: 'WRITTEN_OFF' },
  FULFILLED: { restock: 'RESTOCKED', writeOff: 'WRITTEN_OFF' },
  RELEASED: {},
  RESTOCKED: {},
  WRITTEN_OFF: {},
  REJECTED: {},
})

export type ReservationStatus = (typeof reservationMachine.states)[number]

export type Line = {
  readonly skuId: string
  readonly productId: string
  readonly qty: number
  readonly stockQty: number
  readonly restockedQty: number
  readonly writtenOffQty: number
  readonly counted: boolean
}

export type Reservation = {
  readonly orderId: string
  readonly userId: string
  /** Null only on a tombstone. */
  readonly warehouseId: string | null
  readonly status: ReservationStatus
  readonly day: string
  readonly refusal: Refusal | null
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly lines: readonly Line[]
}

export type Demand = { readonly skuId: string; readonly qty: number }

/** What is asked for per SKU, in ascending id order: two lines of one SKU count together (T15). */
export function demandOf(lines: readonly Demand[]): Demand[] {
  const bySku = new Map<string, number>()
  for (const { skuId, qty } of lines) bySku.set(skuId, (bySku.get(skuId) ?? 0) + qty)
  return [...bySku].map(([skuId, qty]) => ({ skuId, qty })).sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

export type SkuFacts = {
  readonly skuId: string
  readonly productId: string
  readonly productName: string
  readonly specText: string
  readonly onSale: boolean
  readonly limitPerOrder: number | null
  readonly limitPerDay: number | null
  readonly stockFactor: number
  /** In units of stock. */
  readonly available: number
}

export type Refusal = {
  readonly reason: Exclude<StockRefusal, 'UNSPECIFIED' | 'UNRECOGNIZED'>
  readonly shortages: readonly StockShortage[]
  readonly excesses: readonly LimitExcess[]
}

export const ORDER_CLOSED: Refusal = { reason: 'ORDER_CLOSED', shortages: [], excesses: [] }

/**
 * Why the order cannot be reserved, or undefined when it can.
 * @param bought per SKU, what a daily limit has counted for the user today.
 */
export function refusalOf(
  demands: readonly Demand[],
  facts: ReadonlyMap<string, SkuFacts>,
  bought: ReadonlyMap<string, number>,
): Refusal | undefined {
  const gone = demands.filter(({ skuId }) => !facts.get(skuId)?.onSale)
  if (gone.length > 0) {
    const shortages = gone.map((demand) => shortage(demand, facts.get(demand.skuId), 0))
    return { reason: 'OFF_SALE', shortages, excesses: [] }
  }
  const excesses = demands.flatMap((demand) => excessesOf(demand, facts.get(demand.skuId), bought))
  if (excesses.length > 0) return { reason: 'LIMIT_EXCEEDED', shortages: [], excesses }
  const available = new Map([...facts.values()].map((sku) => [sku.skuId, sku.available]))
  return shortageOf(demands, facts, available)
}

/** @param available units of stock per SKU, as last seen. */
export function shortageOf(
  demands: readonly Demand[],
  facts: ReadonlyMap<string, SkuFacts>,
  available: ReadonlyMap<string, number>,
): Refusal | undefined {
  const shortages = demands.flatMap((demand) => {
    const sku = facts.get(demand.skuId)
    const sellable = Math.max(0, Math.floor((available.get(demand.skuId) ?? 0) / (sku?.stockFactor ?? 1)))
    return sellable < demand.qty ? [shortage(demand, sku, sellable)] : []
  })
  return shortages.length > 0 ? { reason: 'SHORTAGE', shortages, excesses: [] } : undefined
}

function shortage(demand: Demand, sku: SkuFacts | undefined, available: number): StockShortage {
  return {
    skuId: demand.skuId,
    productId: sku?.productId ?? '',
    productName: sku?.productName ?? '',
    specText: sku?.specText ?? '',
    requested: demand.qty,
    available,
  }
}

type Limited = Pick<SkuFacts, 'productName' | 'limitPerOrder' | 'limitPerDay'>

/** Every purchase limit (P14) that `demand` would pass. */
export function excessesOf(
  demand: Demand,
  sku: Limited | undefined,
  bought: ReadonlyMap<string, number>,
): LimitExcess[] {
  if (!sku) return []
  const already = bought.get(demand.skuId) ?? 0
  const excess = (kind: LimitKind, limit: number, alreadyBought: number): LimitExcess => ({
    skuId: demand.skuId,
    productName: sku.productName,
    kind,
    limit,
    alreadyBought,
    requested: demand.qty,
  })
  const { limitPerOrder, limitPerDay } = sku
  return [
    ...(limitPerOrder !== null && demand.qty > limitPerOrder ? [excess('PER_ORDER', limitPerOrder, 0)] : []),
    ...(limitPerDay !== null && already + demand.qty > limitPerDay
      ? [excess('PER_DAY', limitPerDay, already)]
      : []),
  ]
}

const about = ({ orderId, version }: Pick<Reservation, 'orderId' | 'version'>) => ({
  aggregateType: 'reservation',
  aggregateId: orderId,
  aggregateVersion: version,
})

const stockLines = (lines: readonly Line[]): StockLine[] =>
  lines.map(({ skuId, productId, qty }) => ({ skuId, productId, qty }))

const told = ({ orderId, warehouseId, version, lines }: Reservation) => ({
  orderId,
  warehouseId: warehouseId ?? '',
  lines: stockLines(lines),
  version,
})

export const reservedEvent = (reservation: Reservation, at: Date): DomainEvent =>
  happened(StockReserved, about(reservation), {
    ...told(reservation),
    userId: reservation.userId,
    reservedAt: at,
  })

export const committedEvent = (reservation: Reservation, at: Date): DomainEvent =>
  happened(StockCommitted, about(reservation), { ...told(reservation), committedAt: at })

export const releasedEvent = (reservation: Reservation, at: Date): DomainEvent =>
  happened(StockReleased, about(reservation), { ...told(reservation), releasedAt: at })

type Asked = Pick<Reservation, 'orderId' | 'userId' | 'version'> & { readonly warehouseId: string | null }

export const refusedEvent = (asked: Asked, refusal: Refusal, at: Date): DomainEvent =>
  happened(StockReservationFailed, about(asked), {
    orderId: asked.orderId,
    userId: asked.userId,
    warehouseId: asked.warehouseId ?? '',
    reason: refusal.reason,
    shortages: [...refusal.shortages],
    excesses: [...refusal.excesses],
    failedAt: at,
    version: asked.version,
  })

export type GoodsBack = { readonly aftersaleId: string; readonly lines: readonly StockLine[] }

export const restockedEvent = (reservation: Reservation, back: GoodsBack, at: Date): DomainEvent =>
  happened(StockRestocked, about(reservation), {
    ...told(reservation),
    lines: [...back.lines],
    aftersaleId: back.aftersaleId,
    restockedAt: at,
  })

/** What is still with the customer, or on its way to them. */
export const outstanding = (line: Line): number => line.qty - line.restockedQty - line.writtenOffQty
