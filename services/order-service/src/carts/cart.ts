import type { Fen } from '@linli/core'
import type { Sku } from '@linli/proto/product'

export const CART_LIMIT = 100

export type CartItem = {
  readonly id: string
  readonly userId: string
  readonly merchantId: string
  readonly productId: string
  readonly skuId: string
  readonly qty: number
  readonly selected: boolean
  /** When it was put in. */
  readonly priceFen: Fen
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type LiveItem = CartItem & {
  readonly sku: Sku | undefined
  /** How many may be taken now; 0 when invalid. */
  readonly maxQty: number
  /** Why it cannot be bought now; such an item stays visible. */
  readonly invalidReason: string | undefined
  readonly priceChangedFen: number
}

/** The cart item beside what product-service says now (O01). */
export function liven(item: CartItem, sku: Sku | undefined): LiveItem {
  const maxQty = sku?.purchasable ? maxQtyOf(sku) : 0
  return {
    ...item,
    sku,
    maxQty,
    invalidReason: sku ? invalidReasonOf(sku, item.qty, maxQty) : 'NOT_FOUND',
    priceChangedFen: sku ? sku.priceFen - item.priceFen : 0,
  }
}

/** The least of stock, limit per order, and what is left of the day's limit. */
export function maxQtyOf(sku: Sku): number {
  const perOrder = sku.limitPerOrder ?? Number.POSITIVE_INFINITY
  const today = sku.limitPerDay === undefined ? Number.POSITIVE_INFINITY : sku.limitPerDay - sku.boughtToday
  return Math.max(0, Math.min(sku.availableQty, perOrder, today))
}

function invalidReasonOf(sku: Sku, qty: number, maxQty: number): string | undefined {
  if (!sku.purchasable) return sku.reason ?? 'OFF_SALE'
  if (maxQty === 0) return 'OUT_OF_STOCK'
  return qty > maxQty ? 'QTY_ABOVE_STOCK' : undefined
}

/** Merchants in the order in which their latest item was put in. */
export function groupByMerchant<T extends CartItem>(
  items: readonly T[],
): { merchantId: string; items: T[] }[] {
  return [...Map.groupBy(items, (item) => item.merchantId)].map(([merchantId, group]) => ({
    merchantId,
    items: group,
  }))
}
