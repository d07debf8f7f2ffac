import { newId } from '@linli/core'
import { uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { insertProduct, isLeafCategory, lockProduct, recordStep } from './product.store.ts'
import {
  type Actor,
  type Product,
  type ProductContent,
  type SkuContent,
  specHashOf,
  specTextOf,
} from './product.ts'

export type NewProduct = {
  readonly merchantId: string
  readonly content: ProductContent
  readonly skus: readonly SkuContent[]
  readonly actor: Actor
}

/** A draft. @throws CATEGORY_NOT_FOUND, CATEGORY_NOT_LEAF, SPEC_DUPLICATE, SKU_CODE_TAKEN */
export async function createProduct(
  work: Work,
  { merchantId, content, skus, actor }: NewProduct,
): Promise<Product> {
  await checkCategory(work, content.categoryId)
  checkSpecs(skus)
  const id = newId(work.now)
  const none = { onSaleAt: null, offSaleAt: null, publishedAt: null }
  const head = { ...content, id, merchantId, status: 'DRAFT' as const, version: 1, categoryPath: '', ...none }
  await insertProduct(work, { ...head, skus: skus.map((sku) => newSku(work, sku)) }).catch(codeTaken)
  await recordStep(work, id, { from: null, event: 'create', to: 'DRAFT', actor, reason: '' })
  return lockProduct(work, id)
}

export function newSku(work: Work, sku: SkuContent): Product['skus'][number] {
  const { specs } = sku
  const text = { specText: specTextOf(specs), specHash: specHashOf(specs) }
  return { ...sku, ...text, id: newId(work.now), enabled: true, priceVersion: 1, version: 1 }
}

/** @throws CATEGORY_NOT_FOUND, CATEGORY_NOT_LEAF */
export async function checkCategory(work: Work, categoryId: string): Promise<void> {
  const leaf = await isLeafCategory(work, categoryId)
  if (leaf === undefined) throw ProductErrors.CATEGORY_NOT_FOUND({ categoryId })
  if (!leaf) throw ProductErrors.CATEGORY_NOT_LEAF({ categoryId })
}

/** @throws SPEC_DUPLICATE */
export function checkSpecs(skus: readonly SkuContent[]): void {
  const hashes = skus.map(({ specs }) => specHashOf(specs))
  if (new Set(hashes).size < hashes.length) throw ProductErrors.SPEC_DUPLICATE()
}

/** @throws SKU_CODE_TAKEN in place of the unique violation, everything else as it is. */
export function codeTaken(error: unknown): never {
  throw isCodeTaken(error) ? ProductErrors.SKU_CODE_TAKEN(undefined, error) : error
}

const isCodeTaken = (error: unknown): boolean =>
  uniqueViolation(error) === 'skus_code_key' ||
  (error instanceof Error && /skus_code_key|\(`code`\)/.test(error.message))
