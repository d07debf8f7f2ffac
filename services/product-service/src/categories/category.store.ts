import type { ReadOnly } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Category } from './category.ts'

type Db = ReadOnly<PrismaClient>

/** The whole tree, every parent before its children, siblings in their order. */
export async function listCategories(db: Pick<Db, 'category'>): Promise<Category[]> {
  return db.category.findMany({ orderBy: [{ level: 'asc' }, { sort: 'asc' }, { id: 'asc' }] })
}
