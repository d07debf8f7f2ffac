import type { Row } from '../../api/index.ts'

type Category = Row<'listAllCategories'>
export type CategoryNode = Category & { readonly children?: CategoryNode[] }

/** The flat list as a tree, siblings in their order; a leaf has no children at all. */
export function treeOf(categories: readonly Category[], parentId: string | null = null): CategoryNode[] {
  return categories
    .filter((category) => category.parentId === parentId)
    .sort((a, b) => a.sort - b.sort)
    .map((category) => {
      const children = treeOf(categories, category.id)
      return children.length > 0 ? { ...category, children } : category
    })
}
