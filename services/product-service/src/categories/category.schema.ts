import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { Category, CategoryNode } from './category.ts'

const fields = {
  id: IdSchema,
  name: Type.String(),
  level: Type.Integer(),
  iconUrl: Type.String(),
}

const Leaf = Type.Object(fields)
const Branch = Type.Object({ ...fields, children: Type.Array(Leaf) })
/** Three levels at most (P03), so the schema needs no recursion. */
export const CategoryTree = Type.Array(Type.Object({ ...fields, children: Type.Array(Branch) }))

type UrlOf = (key: string) => string

const nodeView = ({ id, name, level, icon }: Category, urlOf: UrlOf): Static<typeof Leaf> => ({
  id,
  name,
  level,
  iconUrl: icon === null ? '' : urlOf(icon),
})

export function toTreeView(nodes: readonly CategoryNode[], urlOf: UrlOf): Static<typeof CategoryTree> {
  return nodes.map((root) => ({
    ...nodeView(root, urlOf),
    children: root.children.map((branch) => ({
      ...nodeView(branch, urlOf),
      children: branch.children.map((leaf) => nodeView(leaf, urlOf)),
    })),
  }))
}

export const CategoryView = Type.Object(
  {
    ...fields,
    parentId: Type.Union([IdSchema, Type.Null()]),
    icon: Type.Union([Type.String(), Type.Null()]),
    sort: Type.Integer(),
    hidden: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'CategoryView' },
)

export const toCategoryView = (category: Category, urlOf: UrlOf): Static<typeof CategoryView> => ({
  ...nodeView(category, urlOf),
  parentId: category.parentId,
  icon: category.icon,
  sort: category.sort,
  hidden: category.hidden,
  version: category.version,
})

const Icon = Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\w./-]+$', description: 'object key' })
const content = {
  name: Type.String({ minLength: 1, maxLength: 20 }),
  icon: Type.Optional(Icon),
  sort: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
  hidden: Type.Boolean({ default: false }),
}

export const CreateCategoryBody = Type.Object(
  { ...content, parentId: Type.Optional(IdSchema) },
  { additionalProperties: false },
)
export const EditCategoryBody = Type.Object(
  { ...content, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
export const ReorderCategoriesBody = Type.Object(
  { ids: Type.Array(IdSchema, { minItems: 1, maxItems: 200, uniqueItems: true }) },
  { additionalProperties: false },
)
