import { CommonErrors } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { findCategory, saveCategory } from './category.store.ts'
import type { Category } from './category.ts'
import { nameTaken } from './create-category.ts'

export type CategoryEdit = Pick<Category, 'id' | 'version' | 'name' | 'icon' | 'sort' | 'hidden'>

/** @throws CATEGORY_NOT_FOUND, VERSION_CONFLICT, CATEGORY_NAME_TAKEN */
export async function editCategory(work: Work, { id, version, ...content }: CategoryEdit): Promise<Category> {
  const before = await findCategory(work.db, id)
  if (!before) throw ProductErrors.CATEGORY_NOT_FOUND({ categoryId: id })
  const saved = await saveCategory(work, { id, version }, content).catch(nameTaken)
  if (!saved) throw CommonErrors.VERSION_CONFLICT({ current: before.version })
  return { ...before, ...content, version: version + 1 }
}
