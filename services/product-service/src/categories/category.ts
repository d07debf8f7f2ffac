import { ProductErrors } from '../errors.ts'

export type Category = {
  readonly id: string
  readonly parentId: string | null
  /** Ids from the root to this one, joined by `/`. */
  readonly path: string
  readonly level: number
  readonly name: string
  /** Object key. */
  readonly icon: string | null
  readonly sort: number
  readonly hidden: boolean
  readonly version: number
}

const MAX_LEVEL = 3

/** Where a category below `parent` stands. @throws CATEGORY_TOO_DEEP */
export function placeBelow(
  id: string,
  parent: Category | null,
): Pick<Category, 'path' | 'level' | 'parentId'> {
  if (!parent) return { path: id, level: 1, parentId: null }
  if (parent.level >= MAX_LEVEL) throw ProductErrors.CATEGORY_TOO_DEEP({ parentId: parent.id })
  return { path: `${parent.path}/${id}`, level: parent.level + 1, parentId: parent.id }
}

export type CategoryNode = Category & { readonly children: readonly CategoryNode[] }

/** @param categories parents before children, siblings in their order. */
export function treeOf(categories: readonly Category[], parentId: string | null = null): CategoryNode[] {
  return categories
    .filter((category) => category.parentId === parentId)
    .map((category) => ({ ...category, children: treeOf(categories, category.id) }))
}

/** A hidden category hides everything below it. */
export function visible(categories: readonly Category[]): Category[] {
  const hidden = new Set(categories.filter((category) => category.hidden).map(({ id }) => id))
  return categories.filter(({ path }) => !path.split('/').some((id) => hidden.has(id)))
}
