import { isAppError } from '@linli/core'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'

type Portrait = { readonly userId: string; readonly avatarKey: string }

/**
 * Where the portrait is seen. `chooseAvatar` gives a path on the phone that soon expires: only a picture that this
 * resident has uploaded counts, and product-service, which owns uploads, has looked at it. @throws AVATAR_REFUSED
 */
export async function gatherAvatar(
  { product }: Pick<Deps, 'product'>,
  { userId, avatarKey }: Portrait,
): Promise<string> {
  try {
    const { publicUrl, refusal } = await product.getUpload({ objectKey: avatarKey, userId })
    if (refusal === undefined) return publicUrl
  } catch (error) {
    if (!isAppError(error) || error.kind !== 'not_found') throw error
  }
  throw UserErrors.AVATAR_REFUSED()
}
