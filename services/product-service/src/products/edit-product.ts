import { CommonErrors } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { checkCategory, checkSpecs, codeTaken, newSku } from './create-product.ts'
import { insertSku, lockProduct, recordPriceChanges, saveProduct, saveSku } from './product.store.ts'
import {
  type Actor,
  missingForSale,
  type PriceChange,
  type Product,
  type ProductContent,
  priceChangedEvent,
  type Sku,
  type SkuContent,
  specHashOf,
  specTextOf,
  updatedEvent,
} from './product.ts'

export type Edit = {
  readonly id: string
  /** Absent for administrators. */
  readonly merchantId?: string | undefined
  /** What the editor saw. */
  readonly version: number
  readonly content: ProductContent
  readonly skus: readonly SkuContent[]
  readonly actor: Actor
  readonly urlOf: (key: string) => string
}

/**
 * Changes content and SKUs. A SKU keeps its id as long as its specification is the same (or the id is given); one
 * that is gone is disabled, because orders refer to it. Every price change is booked and told.
 * @throws PRODUCT_NOT_FOUND, VERSION_CONFLICT, PRODUCT_INCOMPLETE when it is on sale and would miss something.
 */
export async function editProduct(work: Work, edit: Edit): Promise<Product> {
  const { id, merchantId, version, content, skus, actor, urlOf } = edit
  const before = await lockProduct(work, id, merchantId)
  if (before.version !== version) throw CommonErrors.VERSION_CONFLICT({ current: before.version })
  if (content.categoryId !== before.categoryId) await checkCategory(work, content.categoryId)
  checkSpecs(skus)

  const changes = await saveSkus(work, before, skus).catch(codeTaken)
  await saveProduct(work, { ...before, ...content, version: version + 1 })
  await recordPriceChanges(work, changes, actor)

  const after = await lockProduct(work, id)
  const missing = missingForSale(after)
  if (after.status === 'ON_SALE' && missing.length > 0) throw ProductErrors.PRODUCT_INCOMPLETE({ missing })
  const image = after.images[0]
  work.publish(
    updatedEvent(after, image === undefined ? '' : urlOf(image), work.now),
    ...changes.map((change) => priceChangedEvent(after, change, work.now)),
  )
  return after
}

async function saveSkus(work: Work, product: Product, skus: readonly SkuContent[]): Promise<PriceChange[]> {
  const changes: PriceChange[] = []
  const kept = new Set<string>()
  for (const [index, content] of skus.entries()) {
    const known = knownSku(product, content)
    if (!known) {
      await insertSku(work, product.id, { ...newSku(work, content), sort: index + 1 })
      continue
    }
    kept.add(known.id)
    const next = merged(known, content)
    if (next.priceFen !== known.priceFen) {
      changes.push({
        skuId: known.id,
        specText: next.specText,
        oldFen: known.priceFen,
        newFen: next.priceFen,
      })
    }
    await saveSku(work, { ...next, sort: index + 1 })
  }
  for (const gone of product.skus.filter((sku) => sku.enabled && !kept.has(sku.id))) {
    await saveSku(work, { ...gone, enabled: false, version: gone.version + 1, sort: skus.length + 1 })
  }
  return changes
}

/** @throws SKU_NOT_FOUND when an id is not one of this product's. */
function knownSku(product: Product, { id, specs }: SkuContent): Sku | undefined {
  if (id === undefined) return product.skus.find(({ specHash }) => specHash === specHashOf(specs))
  const known = product.skus.find((sku) => sku.id === id)
  if (!known) throw ProductErrors.SKU_NOT_FOUND({ skuId: id })
  return known
}

function merged(known: Sku, content: SkuContent): Sku {
  const { specs, priceFen } = content
  return {
    ...known,
    ...content,
    id: known.id,
    specText: specTextOf(specs),
    specHash: specHashOf(specs),
    enabled: true,
    priceVersion: known.priceVersion + (priceFen === known.priceFen ? 0 : 1),
    version: known.version + 1,
  }
}
