import { newId } from '@linli/core'
import { uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { findCategory, insertCategory } from './category.store.ts'
import { type Category, placeBelow } from './category.ts'

export type NewCategory = Pick<Category, 'name' | 'icon' | 'sort' | 'hidden'> & {
  readonly parentId: string | null
}

/** @throws CATEGORY_NOT_FOUND (the parent), CATEGORY_TOO_DEEP, CATEGORY_NAME_TAKEN */
export async function createCategory(work: Work, { parentId, ...content }: NewCategory): Promise<Category> {
  const parent = parentId === null ? null : await findCategory(work.db, parentId)
  if (parent === undefined) throw ProductErrors.CATEGORY_NOT_FOUND({ categoryId: parentId })
  const id = newId(work.now)
  const category = { ...content, id, ...placeBelow(id, parent), version: 1 }
  await insertCategory(work, category).catch(nameTaken)
  return category
}

/** @throws CATEGORY_NAME_TAKEN in place of the unique violation, everything else as it is. */
export function nameTaken(error: unknown): never {
  throw isNameTaken(error) ? ProductErrors.CATEGORY_NAME_TAKEN(undefined, error) : error
}

const isNameTaken = (error: unknown): boolean =>
  uniqueViolation(error) !== undefined ||
  (error instanceof Error && 'code' in error && error.code === 'P2002')
