import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { type ProductView, toProductView } from './product.schema.ts'
import { findProduct } from './product.store.ts'

/** People reach a product that is off sale from an order; what was never on sale does not exist for them. */
const SHOWN = new Set(['ON_SALE', 'OFF_SALE'])

export async function gatherDetail(
  { db, storage }: Pick<Deps, 'db' | 'storage'>,
  id: string,
): Promise<Static<typeof ProductView> | undefined> {
  const product = await findProduct(db, id)
  return product && SHOWN.has(product.status) && product.publishedAt !== null
    ? toProductView(product, storage.url)
    : undefined
}
