import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { gatherPicture } from '../pictures/gather-picture.ts'

type Licence = { readonly merchantId: string; readonly licenceKey: string }

/** Where the picture of a licence is seen. @throws LICENCE_REFUSED */
export async function gatherLicence(
  deps: Pick<Deps, 'product'>,
  { merchantId, licenceKey }: Licence,
): Promise<string> {
  const url = await gatherPicture(deps, { merchantId, objectKey: licenceKey })
  if (url === undefined) throw UserErrors.LICENCE_REFUSED()
  return url
}
