import type { ReadOnly, Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Recommendation, Slot } from './recommendation.ts'

type Db = Pick<ReadOnly<PrismaClient>, 'recommendationSlot'>

/** What is pinned in a slot of a community now; its own before what is pinned everywhere. */
export async function pinnedProductIds(
  sql: Sql,
  { slot, communityId, now }: { slot: Slot; communityId: string; now: Date },
): Promise<string[]> {
  const rows = await sql<{ product_id: string }>`
    select product_id from recommendation_slots
    where slot = ${slot} and enabled and (community_id is null or community_id = ${communityId})
      and (starts_at is null or starts_at <= ${now}) and (ends_at is null or ends_at > ${now})
    order by community_id is null, position, id`
  return rows.map((row) => row.product_id)
}

export async function listRecommendations(db: Db, slot: Slot | undefined): Promise<Recommendation[]> {
  const rows = await db.recommendationSlot.findMany({
    where: slot === undefined ? {} : { slot },
    orderBy: [{ slot: 'asc' }, { position: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => ({ ...row, slot: row.slot as Slot }))
}

export async function insertRecommendation(work: Work, recommendation: Recommendation): Promise<void> {
  const at = { createdAt: work.now, updatedAt: work.now }
  await work.db.recommendationSlot.create({ data: { ...recommendation, ...at } })
}

/** @returns false when there is none with this id and version. */
export async function saveRecommendation(
  work: Work,
  { id, version, ...content }: Omit<Recommendation, 'slot' | 'productId'>,
): Promise<boolean> {
  const { count } = await work.db.recommendationSlot.updateMany({
    where: { id, version },
    data: { ...content, version: version + 1, updatedAt: work.now },
  })
  return count === 1
}

export async function findRecommendation(db: Db, id: string): Promise<Recommendation | undefined> {
  const row = await db.recommendationSlot.findUnique({ where: { id } })
  return row ? { ...row, slot: row.slot as Slot } : undefined
}

export async function productExists(work: Work, productId: string): Promise<boolean> {
  return (await work.db.product.count({ where: { id: productId } })) > 0
}

/** @returns false when there was none. */
export async function dropRecommendation(work: Work, id: string): Promise<boolean> {
  const { count } = await work.db.recommendationSlot.deleteMany({ where: { id } })
  return count > 0
}
