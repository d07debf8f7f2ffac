import { demoId } from '../demo-id.ts'
import type { PictureKey } from '../pictures.ts'
import { CATEGORY_TREE } from './category-tree.ts'

type Root = (typeof CATEGORY_TREE)[number]
type Branch = Root[3][number]
export type CategoryKey = Branch[3][number][0]

export type Category = {
  readonly id: string
  readonly key: string
  readonly parentId: string | null
  /** Ids from the root to this node, joined by `/`. */
  readonly path: string
  readonly level: 1 | 2 | 3
  readonly name: string
  readonly sort: number
  readonly picture: PictureKey
}

export function categoryId(key: string): string {
  return demoId(`category:${key}`)
}

type Labels = readonly [key: string, name: string, picture: PictureKey, ...rest: readonly unknown[]]

function category([key, name, picture]: Labels, parent: Category | null, sort: number): Category {
  const id = categoryId(key)
  return {
    id,
    key,
    parentId: parent?.id ?? null,
    path: parent ? `${parent.path}/${id}` : id,
    level: parent === null ? 1 : parent.level === 1 ? 2 : 3,
    name,
    sort,
    picture,
  }
}

/** The whole tree, every parent before its children. */
export const categories: readonly Category[] = CATEGORY_TREE.flatMap((rootRow, rootIndex) => {
  const root = category(rootRow, null, rootIndex + 1)
  const below = rootRow[3].flatMap((branchRow, branchIndex) => {
    const branch = category(branchRow, root, branchIndex + 1)
    return [branch, ...branchRow[3].map((leafRow, leafIndex) => category(leafRow, branch, leafIndex + 1))]
  })
  return [root, ...below]
})
