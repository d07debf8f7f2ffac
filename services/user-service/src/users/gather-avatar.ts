import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { gatherPicture } from '../pictures/gather-picture.ts'

type Portrait = { readonly userId: string; readonly avatarKey: string }

/** `chooseAvatar` gives a path on the phone that soon expires: the portrait is uploaded first. @throws AVATAR_REFUSED */
export async function gatherAvatar(
  deps: Pick<Deps, 'product'>,
  { userId, avatarKey }: Portrait,
): Promise<string> {
  const url = await gatherPicture(deps, { userId, objectKey: avatarKey })
  if (url === undefined) throw UserErrors.AVATAR_REFUSED()
  return url
}
