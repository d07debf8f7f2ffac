import type { UnpublishReason } from '@linli/proto/product'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { isOrdered, lockProduct, recordStep, saveProduct } from './product.store.ts'
import {
  type Actor,
  missingForSale,
  type Product,
  type ProductEvent,
  productMachine,
  publishedEvent,
  unpublishedEvent,
} from './product.ts'

export type ProductStep = {
  readonly id: string
  readonly merchantId?: string | undefined
  readonly event: ProductEvent
  readonly actor: Actor
  readonly reason: string
  readonly urlOf: (key: string) => string
}

/**
 * One step of the product's machine (P02). Taking it off sale leaves what is reserved reserved.
 * @throws ILLEGAL_TRANSITION, PRODUCT_INCOMPLETE, PRODUCT_IN_USE
 */
export async function changeProduct(work: Work, step: ProductStep): Promise<Product> {
  const { id, merchantId, actor, reason, urlOf } = step
  const product = await lockProduct(work, id, merchantId)
  const event = eventFor(product, step.event, work.now)
  const status = productMachine.next(product.status, event)
  const missing = missingForSale(product)
  if ((status === 'ON_SALE' || event === 'submit') && missing.length > 0) {
    throw ProductErrors.PRODUCT_INCOMPLETE({ missing })
  }
  if (status === 'RECYCLED' && (await isOrdered(work, id)))
    throw ProductErrors.PRODUCT_IN_USE({ productId: id })

  const next = { ...product, ...scheduleAfter(product, status), status, version: product.version + 1 }
  if (status === 'ON_SALE') next.publishedAt = work.now
  await saveProduct(work, next)
  await recordStep(work, id, { from: product.status, event, to: status, actor, reason })
  const image = next.images[0]
  if (status === 'ON_SALE')
    work.publish(publishedEvent(next, image === undefined ? '' : urlOf(image), work.now))
  if (product.status === 'ON_SALE') work.publish(unpublishedEvent(next, reasonOf(actor), work.now))
  return next
}

/** A product approved before its hour waits for the job. */
function eventFor({ onSaleAt }: Product, event: ProductEvent, now: Date): ProductEvent {
  return event === 'approve' && onSaleAt !== null && onSaleAt > now ? 'approveForLater' : event
}

/** An hour that has done its work, or that can no longer come, is forgotten. */
function scheduleAfter({ onSaleAt, offSaleAt, status: from }: Product, to: Product['status']) {
  if (to === 'ON_SALE') return { onSaleAt: null, offSaleAt }
  if (to === 'RECYCLED' || from === 'ON_SALE') return { onSaleAt: null, offSaleAt: null }
  return { onSaleAt, offSaleAt }
}

function reasonOf({ type }: Actor): UnpublishReason {
  if (type === 'SYSTEM') return 'SCHEDULE'
  return type === 'ADMIN' ? 'ADMIN' : 'MERCHANT'
}
