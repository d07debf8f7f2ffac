import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { lockProduct, saveProduct } from './product.store.ts'
import type { Product } from './product.ts'

export type Schedule = {
  readonly id: string
  readonly merchantId?: string | undefined
  readonly onSaleAt: Date | null
  readonly offSaleAt: Date | null
}

/** When a job is to put the product on sale and take it off. @throws SCHEDULE_INVALID */
export async function scheduleProduct(
  work: Work,
  { id, merchantId, onSaleAt, offSaleAt }: Schedule,
): Promise<Product> {
  const product = await lockProduct(work, id, merchantId)
  const past = [onSaleAt, offSaleAt].some((at) => at !== null && at <= work.now)
  const reversed = onSaleAt !== null && offSaleAt !== null && offSaleAt <= onSaleAt
  const pointless = onSaleAt !== null && (product.status === 'ON_SALE' || product.status === 'RECYCLED')
  if (past || reversed || pointless) throw ProductErrors.SCHEDULE_INVALID({ status: product.status })
  const next = { ...product, onSaleAt, offSaleAt, version: product.version + 1 }
  await saveProduct(work, next)
  return next
}
