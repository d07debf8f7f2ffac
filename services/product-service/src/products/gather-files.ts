import type { Deps } from '../deps.ts'
import type { Examined } from '../uploads/examined.ts'
import { gatherUploads } from '../uploads/gather-uploads.ts'
import { ownedByMerchant, PLATFORM } from '../uploads/upload.ts'
import { findProduct } from './product.store.ts'

export type Files = {
  readonly keys: readonly string[]
  /** The merchant, or null for the platform. */
  readonly owner: string | null
  /** Files that hang on this product already were looked at before. */
  readonly productId?: string
}

/** Looks at the files of a body that are new to its product. @throws UPLOAD_NOT_FOUND, STORAGE_UNAVAILABLE */
export async function gatherFiles(
  deps: Pick<Deps, 'db' | 'storage'>,
  { keys, owner, productId }: Files,
): Promise<Examined[]> {
  const product =
    productId === undefined ? undefined : await findProduct(deps.db, productId, owner ?? undefined)
  const known = new Set([
    ...(product?.images ?? []),
    ...(product?.video ? [product.video] : []),
    ...(product?.skus.flatMap(({ image }) => (image === null ? [] : [image])) ?? []),
  ])
  const fresh = [...new Set(keys)].filter((key) => !known.has(key))
  return gatherUploads(deps, fresh, owner === null ? PLATFORM : ownedByMerchant(owner))
}
