import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { gatherPicture } from '../pictures/gather-picture.ts'
import { gatherPlace } from '../users/gather-place.ts'

type Wanted = { readonly userId: string; readonly communityId: string; readonly photoKeys: readonly string[] }

/** Where the pictures of the place are seen. @throws COMMUNITY_NOT_SERVED, LEADER_PHOTO_REFUSED */
export async function gatherApplication(
  deps: Deps,
  { userId, communityId, photoKeys }: Wanted,
): Promise<string[]> {
  const [urls] = await Promise.all([
    Promise.all(photoKeys.map((objectKey) => gatherPicture(deps, { userId, objectKey }))),
    gatherPlace(deps, { communityId }),
  ])
  return urls.map((url, index) => {
    if (url === undefined) throw UserErrors.LEADER_PHOTO_REFUSED({ position: index + 1 })
    return url
  })
}
