import type { Sku } from '@linli/proto/product'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { addItem, type NewItem } from './cart.store.ts'
import { maxQtyOf } from './cart.ts'

type Wish = { readonly skuId: string; readonly qty: number }

/** A wish that can be put into a cart now: no more than there is. undefined when nothing of it can be bought. */
export function cartItemOf(userId: string, { skuId, qty }: Wish, sku: Sku | undefined): NewItem | undefined {
  const maxQty = sku?.purchasable ? maxQtyOf(sku) : 0
  if (!sku || maxQty === 0) return undefined
  const { productId, merchantId, priceFen } = sku
  const about = { userId, merchantId, productId, skuId, priceFen }
  return { ...about, qty: Math.min(qty, maxQty), maxQty, selected: true }
}

/**
 * The items of a request. What cannot be bought is kept beside the rest, not ticked, where the cart shows why (O01): a
 * guest's cart is not refused for one thing that sold out. What does not exist is left out.
 * @throws SKU_NOT_AVAILABLE when nothing of it can be bought
 */
export function cartItemsOf(
  userId: string,
  wishes: readonly Wish[],
  skus: ReadonlyMap<string, Sku>,
): NewItem[] {
  const items = wishes.map((wish) => cartItemOf(userId, wish, skus.get(wish.skuId)))
  if (items.every((item) => item === undefined)) {
    const unavailable = wishes.map(({ skuId }) => ({ skuId, reason: skus.get(skuId)?.reason ?? 'NOT_FOUND' }))
    throw OrderErrors.SKU_NOT_AVAILABLE({ ...unavailable[0], items: unavailable })
  }
  return wishes.flatMap(({ skuId, qty }, index) => {
    const sku = skus.get(skuId)
    const item = items[index]
    if (item || !sku) return item ?? []
    const { productId, merchantId, priceFen } = sku
    return [{ userId, merchantId, productId, skuId, priceFen, qty, maxQty: qty, selected: false }]
  })
}

/** Puts the items in, all or none. @throws CART_FULL */
export async function addItems(work: Work, items: readonly NewItem[]): Promise<void> {
  for (const item of items) await addItem(work, item)
}
