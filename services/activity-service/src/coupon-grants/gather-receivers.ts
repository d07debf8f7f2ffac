import type { Deps } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'

const PAGE = 1_000
const MOST = 20_000

type Asked = { readonly userIds?: readonly string[]; readonly tagId?: string }

/** Who is to get a coupon: those who are named, or all who have the tag now. @throws GRANT_TARGET, GRANT_TOO_LARGE, GRANT_NOBODY */
export async function gatherReceivers(deps: Deps, { userIds, tagId }: Asked): Promise<readonly string[]> {
  if ((userIds === undefined) === (tagId === undefined)) throw ActivityErrors.GRANT_TARGET()
  if (userIds !== undefined) return userIds
  const found: string[] = []
  for (let isMore = true; isMore; ) {
    const afterId = found.at(-1)
    const page = await deps.user.listTagUserIds({
      tagId: tagId ?? '',
      limit: PAGE,
      ...(afterId !== undefined && { afterId }),
    })
    found.push(...page.userIds)
    if (found.length > MOST) throw ActivityErrors.GRANT_TOO_LARGE({ most: MOST })
    isMore = page.userIds.length === PAGE
  }
  if (found.length === 0) throw ActivityErrors.GRANT_NOBODY({ tagId })
  return found
}
