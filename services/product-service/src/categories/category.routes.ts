import { MINUTE_MS } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { envelopeText, sendAnswer } from '../catalogue/body.ts'
import type { Deps, Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import {
  CategoryTree,
  CategoryView,
  CreateCategoryBody,
  EditCategoryBody,
  ReorderCategoriesBody,
  toCategoryView,
  toTreeView,
} from './category.schema.ts'
import { listCategories, sortCategories } from './category.store.ts'
import { treeOf, visible } from './category.ts'
import { createCategory } from './create-category.ts'
import { deleteCategory } from './delete-category.ts'
import { editCategory } from './edit-category.ts'

const TREE_TTL_MS = 10 * MINUTE_MS

/** The category tree (P03). */
export const categoryRoutes: Routes<Deps> = (app, deps) => {
  const tags = ['categories']
  const write = { audience: 'admin', permission: 'category:write' } as const

  /** A change of the tree shows at once: lists filter by it. */
  const change = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    inTransaction(deps, (work) => {
      work.afterCommit(deps.catalogue.forget)
      return run(work)
    })

  app.get(
    '/categories',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'getCategoryTree',
        summary: 'The visible categories',
        tags,
        response: { 200: Envelope(CategoryTree) },
      },
    },
    (request, reply) => {
      const load = async () => {
        const tree = treeOf(visible(await listCategories(deps.db)))
        return envelopeText(toTreeView(tree, deps.storage.url), deps.clock.now().getTime())
      }
      const cacheable = { key: 'categories', ttlMs: TREE_TTL_MS, load }
      return sendAnswer(
        reply,
        deps.catalogue.answer(request.raw.url ?? '', () => cacheable),
      )
    },
  )

  app.get(
    '/admin/categories',
    {
      config: { audience: 'admin', permission: 'product:read' },
      schema: {
        operationId: 'listAllCategories',
        summary: 'All categories, hidden ones too, parents first',
        tags,
        response: { 200: Envelope(Type.Object({ items: Type.Array(CategoryView) })) },
      },
    },
    async () => {
      const items = (await listCategories(deps.db)).map((category) =>
        toCategoryView(category, deps.storage.url),
      )
      return ok({ items }, deps.clock.now())
    },
  )

  app.post(
    '/admin/categories',
    {
      config: write,
      schema: {
        operationId: 'createCategory',
        summary: 'Add a category',
        tags,
        body: CreateCategoryBody,
        response: { 201: Envelope(CategoryView) },
      },
    },
    async ({ body }, reply) => {
      const { parentId = null, icon = null, ...content } = body
      const category = await change((work) => createCategory(work, { ...content, parentId, icon }))
      return reply.code(201).send(created(toCategoryView(category, deps.storage.url), deps.clock.now()))
    },
  )

  app.put(
    '/admin/categories/:id',
    {
      config: write,
      schema: {
        operationId: 'editCategory',
        summary: 'Rename, hide or move within its siblings',
        tags,
        params: IdParams,
        body: EditCategoryBody,
        response: { 200: Envelope(CategoryView) },
      },
    },
    async ({ body, params }) => {
      const { icon = null, ...content } = body
      const category = await change((work) => editCategory(work, { ...content, id: params.id, icon }))
      return ok(toCategoryView(category, deps.storage.url), deps.clock.now())
    },
  )

  app.delete(
    '/admin/categories/:id',
    {
      config: write,
      schema: {
        operationId: 'deleteCategory',
        summary: 'Delete an empty category',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async ({ params }) => {
      await change((work) => deleteCategory(work, params.id))
      return ok(null, deps.clock.now())
    },
  )

  app.put(
    '/admin/categories/orders',
    {
      config: write,
      schema: {
        operationId: 'reorderCategories',
        summary: 'Sort siblings as listed',
        tags,
        body: ReorderCategoriesBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async ({ body }) => {
      await change(async (work) => {
        const count = await sortCategories(work, body.ids)
        if (count < body.ids.length) throw ProductErrors.CATEGORY_NOT_FOUND()
      })
      return ok(null, deps.clock.now())
    },
  )
}
