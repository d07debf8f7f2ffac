import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { dropCategory, findCategory, isEmptyCategory } from './category.store.ts'

/** @throws CATEGORY_NOT_FOUND, CATEGORY_NOT_EMPTY */
export async function deleteCategory(work: Work, id: string): Promise<void> {
  if (!(await findCategory(work.db, id))) throw ProductErrors.CATEGORY_NOT_FOUND({ categoryId: id })
  if (!(await isEmptyCategory(work, id))) throw ProductErrors.CATEGORY_NOT_EMPTY({ categoryId: id })
  await dropCategory(work, id)
}
