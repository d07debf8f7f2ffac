import type { Deps } from '../deps.ts'
import { findProduct } from './product.store.ts'
import type { Product } from './product.ts'

/** People reach a product that is off sale from an order; what was never on sale does not exist for them. */
const SHOWN = new Set(['ON_SALE', 'OFF_SALE'])

export async function gatherDetail({ db }: Pick<Deps, 'db'>, id: string): Promise<Product | undefined> {
  const product = await findProduct(db, id)
  return product && SHOWN.has(product.status) && product.publishedAt !== null ? product : undefined
}
