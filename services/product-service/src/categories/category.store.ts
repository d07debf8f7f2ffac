import type { ReadOnly } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Category } from './category.ts'

type Db = Pick<ReadOnly<PrismaClient>, 'category'>

/** The whole tree, every parent before its children, siblings in their order. */
export async function listCategories(db: Db): Promise<Category[]> {
  return db.category.findMany({ orderBy: [{ level: 'asc' }, { sort: 'asc' }, { id: 'asc' }] })
}

export async function findCategory(db: Db, id: string): Promise<Category | undefined> {
  return (await db.category.findUnique({ where: { id } })) ?? undefined
}

export async function insertCategory(work: Work, category: Category): Promise<void> {
  await work.db.category.create({ data: { ...category, createdAt: work.now, updatedAt: work.now } })
}

type Content = Pick<Category, 'name' | 'icon' | 'sort' | 'hidden'>

/** @returns false when somebody else changed it since `version`. */
export async function saveCategory(
  work: Work,
  { id, version }: { id: string; version: number },
  content: Content,
): Promise<boolean> {
  const { count } = await work.db.category.updateMany({
    where: { id, version },
    data: { ...content, version: version + 1, updatedAt: work.now },
  })
  return count === 1
}

export async function isEmptyCategory(work: Work, id: string): Promise<boolean> {
  const [children, products] = [
    await work.db.category.count({ where: { parentId: id } }),
    await work.db.product.count({ where: { categoryId: id } }),
  ]
  return children + products === 0
}

export async function dropCategory(work: Work, id: string): Promise<void> {
  await work.db.category.delete({ where: { id } })
}

/** Sorts the given categories in the order of their ids. @returns how many there were. */
export async function sortCategories(work: Work, ids: readonly string[]): Promise<number> {
  const rows = await work.sql`
    update categories category set sort = place.position, version = version + 1, updated_at = ${work.now}
    from unnest(${ids}::uuid[]) with ordinality as place (id, position) where category.id = place.id
    returning category.id`
  return rows.length
}
