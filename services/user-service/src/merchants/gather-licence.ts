import { isAppError } from '@linli/core'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'

/**
 * Where the picture of a licence is seen. Only one that this shop has uploaded counts, and product-service, which owns
 * uploads, has looked at it. @throws LICENCE_REFUSED
 */
export async function gatherLicence(
  { product }: Pick<Deps, 'product'>,
  { merchantId, licenceKey }: { readonly merchantId: string; readonly licenceKey: string },
): Promise<string> {
  try {
    const { publicUrl, refusal } = await product.getUpload({ objectKey: licenceKey, merchantId })
    if (refusal === undefined) return publicUrl
  } catch (error) {
    if (!isAppError(error) || error.kind !== 'not_found') throw error
  }
  throw UserErrors.LICENCE_REFUSED()
}
