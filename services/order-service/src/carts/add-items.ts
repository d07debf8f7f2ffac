import type { Sku } from '@linli/proto/product'
import type { Work } from '../deps.ts'
import { addItem, type NewItem } from './cart.store.ts'
import { maxQtyOf } from './cart.ts'

type Wish = { readonly skuId: string; readonly qty: number }

/** A wish that can be put into a cart now: no more than there is. undefined when nothing of it can be bought. */
export function cartItemOf(userId: string, { skuId, qty }: Wish, sku: Sku | undefined): NewItem | undefined {
  const maxQty = sku?.purchasable ? maxQtyOf(sku) : 0
  if (!sku || maxQty === 0) return undefined
  const { productId, merchantId, priceFen } = sku
  return { userId, merchantId, productId, skuId, qty: Math.min(qty, maxQty), priceFen, maxQty }
}

/** Puts the items in, all or none. @throws CART_FULL */
export async function addItems(work: Work, items: readonly NewItem[]): Promise<void> {
  for (const item of items) await addItem(work, item)
}
