import type { Deps } from '../deps.ts'
import { listTaggedUsers, loadTag } from './tag.store.ts'

const MOST = 1_000

/** The tags' part of `UserQuery`. */
export const tagQueries = (deps: Deps) => ({
  async listTagUserIds({
    tagId,
    afterId,
    limit,
  }: {
    tagId: string
    afterId?: string | undefined
    limit: number
  }) {
    const { id } = await loadTag(deps.sql, tagId)
    const page = { after: afterId, limit: Math.min(Math.max(limit, 1), MOST) }
    const userIds = await listTaggedUsers(deps.sql, id, page)
    return { userIds, asOfMs: deps.clock.now().getTime() }
  },
})
