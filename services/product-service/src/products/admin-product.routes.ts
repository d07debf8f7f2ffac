import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { refuseBadFiles } from '../uploads/examined.ts'
import { recordUploads } from '../uploads/record-uploads.ts'
import { changeProduct } from './change-product.ts'
import { createProduct } from './create-product.ts'
import { editProduct } from './edit-product.ts'
import { type Files, gatherFiles } from './gather-files.ts'
import {
  ACTIONS,
  AdminCreateProductBody,
  AdminProductTableQuery,
  AuditProductsBody,
  ChangeStatusBody,
  contentOf,
  EditProductBody,
  keysOf,
  OwnProductView,
  ProductRowView,
  scheduleOf,
  skusOf,
  toOwnProductView,
  toProductRowView,
} from './product.schema.ts'
import { findProduct, listProductRows } from './product.store.ts'
import type { Actor, Product } from './product.ts'
import { scheduleProduct } from './schedule-product.ts'

const tags = ['admin-products']
const writing = { audience: 'admin', permission: 'product:write' } as const
const reading = { audience: 'admin', permission: 'product:read' } as const
const one = { tags, params: IdParams, response: { 200: Envelope(OwnProductView) } }

/** Everybody's goods, for the platform's staff; what merchants submit is approved or rejected here (P02). */
export const adminProductRoutes: Routes<Deps> = (app, deps) => {
  const answer = (product: Product) => ok(toOwnProductView(product, deps.storage.url), deps.clock.now())

  const change = (run: (work: Work) => Promise<Product>): Promise<Product> =>
    inTransaction(deps, (work) => {
      work.afterCommit(deps.catalogue.forget)
      return run(work)
    })

  const acceptFiles = async (files: Files) => {
    const examined = await gatherFiles(deps, files)
    await inTransaction(deps, (work) => recordUploads(work, examined))
    refuseBadFiles(examined)
  }

  app.get(
    '/admin/products',
    {
      config: reading,
      schema: {
        operationId: 'listAdminProducts',
        summary: 'Products of all merchants',
        tags,
        querystring: AdminProductTableQuery,
        response: { 200: Envelope(TablePage(ProductRowView)) },
      },
    },
    async ({ query }) => {
      const { items, total } = await listProductRows(deps.sql, query)
      const views = items.map((row) => toProductRowView(row, deps.storage.url))
      return ok({ items: views, total, page: query.page, pageSize: query.pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/products',
    {
      config: writing,
      schema: {
        operationId: 'createAdminProduct',
        summary: 'Write a new product as a draft',
        tags,
        body: AdminCreateProductBody,
        response: { 201: Envelope(OwnProductView) },
      },
    },
    async (request, reply) => {
      const { merchantId, ...body } = request.body
      const actor = adminActor(request)
      await acceptFiles({ keys: keysOf(body), owner: null })
      const content = contentOf(body, deps.sanitizeHtml)
      const product = await change((work) =>
        createProduct(work, { merchantId, content, skus: skusOf(body), actor }),
      )
      return reply.code(201).send(created(toOwnProductView(product, deps.storage.url), deps.clock.now()))
    },
  )

  app.get(
    '/admin/products/:id',
    { config: reading, schema: { ...one, operationId: 'getAdminProduct', summary: 'One product' } },
    async (request) => {
      const { id } = request.params
      const product = await findProduct(deps.db, id)
      if (!product) throw ProductErrors.PRODUCT_NOT_FOUND({ productId: id })
      return answer(product)
    },
  )

  app.put(
    '/admin/products/:id',
    {
      config: writing,
      schema: {
        ...one,
        operationId: 'editAdminProduct',
        summary: 'Change content and SKUs',
        body: EditProductBody,
      },
    },
    async (request) => {
      const { body, params } = request
      const actor = adminActor(request)
      await acceptFiles({ keys: keysOf(body), owner: null, productId: params.id })
      const { version, ...fields } = body
      const edit = { id: params.id, version, actor, urlOf: deps.storage.url }
      const content = contentOf(fields, deps.sanitizeHtml)
      return answer(await change((work) => editProduct(work, { ...edit, content, skus: skusOf(fields) })))
    },
  )

  app.put(
    '/admin/products/:id/status',
    {
      config: { audience: 'admin', permission: 'product:status' },
      schema: {
        ...one,
        operationId: 'changeAdminProductStatus',
        summary: 'Submit, withdraw, put on or take off sale, recycle, restore, schedule',
        body: ChangeStatusBody,
      },
    },
    async (request) => {
      const actor = adminActor(request)
      const { action, reason } = request.body
      const target = { id: request.params.id }
      const product = await change((work) =>
        action === 'SCHEDULE'
          ? scheduleProduct(work, { ...target, ...scheduleOf(request.body) })
          : changeProduct(work, {
              ...target,
              event: ACTIONS[action],
              actor,
              reason,
              urlOf: deps.storage.url,
            }),
      )
      return answer(product)
    },
  )

  app.post(
    '/admin/products/audits',
    {
      config: { audience: 'admin', permission: 'product:audit' },
      schema: {
        tags,
        operationId: 'auditProducts',
        summary: 'Approve or reject what was submitted; all of them or none',
        body: AuditProductsBody,
        response: { 200: Envelope(Type.Object({ items: Type.Array(OwnProductView) })) },
      },
    },
    async (request) => {
      const { productIds, decision, reason } = request.body
      const event = decision === 'APPROVE' ? 'approve' : 'reject'
      const step = { event, reason, actor: adminActor(request), urlOf: deps.storage.url } as const
      const products = await inTransaction(deps, async (work) => {
        work.afterCommit(deps.catalogue.forget)
        const done: Product[] = []
        for (const id of [...productIds].sort()) done.push(await changeProduct(work, { ...step, id }))
        return done
      })
      const items = products.map((product) => toOwnProductView(product, deps.storage.url))
      return ok({ items }, deps.clock.now())
    },
  )

  app.delete(
    '/admin/products/:id',
    {
      config: writing,
      schema: {
        tags,
        params: IdParams,
        operationId: 'deleteAdminProduct',
        summary: 'Move to the recycle bin',
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const actor = adminActor(request)
      const step = { id: request.params.id, event: 'recycle', actor, reason: '' } as const
      await change((work) => changeProduct(work, { ...step, urlOf: deps.storage.url }))
      return ok(null, deps.clock.now())
    },
  )
}

function adminActor(request: Parameters<typeof adminOf>[0]): Actor {
  return { type: 'ADMIN', id: adminOf(request).id }
}
