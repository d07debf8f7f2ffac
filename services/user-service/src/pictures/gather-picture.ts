import { isAppError } from '@linli/core'
import type { Deps } from '../deps.ts'

type Picture = { readonly objectKey: string } & (
  | { readonly userId: string }
  | { readonly merchantId: string }
)

/**
 * Where an uploaded picture is seen, or undefined when it cannot be used. Only one that this owner has uploaded counts,
 * and product-service, which owns uploads, has looked at it.
 */
export async function gatherPicture(
  { product }: Pick<Deps, 'product'>,
  picture: Picture,
): Promise<string | undefined> {
  try {
    const { publicUrl, refusal } = await product.getUpload(picture)
    return refusal === undefined ? publicUrl : undefined
  } catch (error) {
    if (isAppError(error) && error.kind === 'not_found') return undefined
    throw error
  }
}
