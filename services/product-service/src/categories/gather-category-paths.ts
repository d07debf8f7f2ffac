import type { GetCategoryPathResponse } from '@linli/proto/product'
import type { Deps } from '../deps.ts'
import { listCategories } from './category.store.ts'

/** Each category's ids and names from the root. */
export async function gatherCategoryPaths(
  { db, clock }: Deps,
  ids: readonly string[],
): Promise<GetCategoryPathResponse> {
  const all = new Map((await listCategories(db)).map((category) => [category.id, category]))
  const paths = ids.flatMap((categoryId) => {
    const pathIds = all.get(categoryId)?.path.split('/')
    if (!pathIds) return []
    return [{ categoryId, pathIds, pathNames: pathIds.map((id) => all.get(id)?.name ?? '') }]
  })
  return {
    paths,
    missingIds: ids.filter((id) => !all.has(id)),
    version: Math.max(0, ...[...all.values()].map(({ version }) => version)),
    asOfMs: clock.now().getTime(),
  }
}
