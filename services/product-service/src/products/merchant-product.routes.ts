import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, staffOf, TablePage } from '@linli/http'
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
  ChangeStatusBody,
  CreateProductBody,
  contentOf,
  EditProductBody,
  keysOf,
  OwnProductView,
  ProductRowView,
  ProductTableQuery,
  scheduleOf,
  skusOf,
  toOwnProductView,
  toProductRowView,
} from './product.schema.ts'
import { findProduct, listProductRows } from './product.store.ts'
import type { Actor, Product } from './product.ts'
import { scheduleProduct } from './schedule-product.ts'

const tags = ['merchant-products']
const writing = { audience: 'merchant', permission: 'product:write' } as const
const reading = { audience: 'merchant', permission: 'product:read' } as const
const one = { tags, params: IdParams, response: { 200: Envelope(OwnProductView) } }

/** A merchant's own goods. Another merchant's product answers like one that does not exist. */
export const merchantProductRoutes: Routes<Deps> = (app, deps) => {
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
    '/merchant/products',
    {
      config: reading,
      schema: {
        operationId: 'listMerchantProducts',
        summary: 'Own products',
        tags,
        querystring: ProductTableQuery,
        response: { 200: Envelope(TablePage(ProductRowView)) },
      },
    },
    async (request) => {
      const { query } = request
      const { items, total } = await listProductRows(deps.sql, {
        ...query,
        merchantId: staffOf(request).merchantId,
      })
      const views = items.map((row) => toProductRowView(row, deps.storage.url))
      return ok({ items: views, total, page: query.page, pageSize: query.pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/merchant/products',
    {
      config: writing,
      schema: {
        operationId: 'createMerchantProduct',
        summary: 'Write a new product as a draft',
        tags,
        body: CreateProductBody,
        response: { 201: Envelope(OwnProductView) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { merchantId, actor } = staffActor(request)
      await acceptFiles({ keys: keysOf(body), owner: merchantId })
      const content = contentOf(body, deps.sanitizeHtml)
      const product = await change((work) =>
        createProduct(work, { merchantId, content, skus: skusOf(body), actor }),
      )
      return reply.code(201).send(created(toOwnProductView(product, deps.storage.url), deps.clock.now()))
    },
  )

  app.get(
    '/merchant/products/:id',
    {
      config: reading,
      schema: { ...one, operationId: 'getMerchantProduct', summary: 'One of the own products' },
    },
    async (request) => {
      const { id } = request.params
      const product = await findProduct(deps.db, id, staffOf(request).merchantId)
      if (!product) throw ProductErrors.PRODUCT_NOT_FOUND({ productId: id })
      return answer(product)
    },
  )

  app.put(
    '/merchant/products/:id',
    {
      config: writing,
      schema: {
        ...one,
        operationId: 'editMerchantProduct',
        summary: 'Change content and SKUs',
        body: EditProductBody,
      },
    },
    async (request) => {
      const { body, params } = request
      const { merchantId, actor } = staffActor(request)
      await acceptFiles({ keys: keysOf(body), owner: merchantId, productId: params.id })
      const { version, ...fields } = body
      const edit = { id: params.id, merchantId, version, actor, urlOf: deps.storage.url }
      const content = contentOf(fields, deps.sanitizeHtml)
      return answer(await change((work) => editProduct(work, { ...edit, content, skus: skusOf(fields) })))
    },
  )

  app.put(
    '/merchant/products/:id/status',
    {
      config: { audience: 'merchant', permission: 'product:status' },
      schema: {
        ...one,
        operationId: 'changeMerchantProductStatus',
        summary: 'Submit, withdraw, put on or take off sale, recycle, restore, schedule',
        body: ChangeStatusBody,
      },
    },
    async (request) => {
      const { merchantId, actor } = staffActor(request)
      const { action, reason } = request.body
      const target = { id: request.params.id, merchantId }
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

  app.delete(
    '/merchant/products/:id',
    {
      config: writing,
      schema: {
        tags,
        params: IdParams,
        operationId: 'deleteMerchantProduct',
        summary: 'Move to the recycle bin',
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { merchantId, actor } = staffActor(request)
      const step = { id: request.params.id, merchantId, event: 'recycle', actor, reason: '' } as const
      await change((work) => changeProduct(work, { ...step, urlOf: deps.storage.url }))
      return ok(null, deps.clock.now())
    },
  )
}

function staffActor(request: Parameters<typeof staffOf>[0]): { merchantId: string; actor: Actor } {
  const { merchantId, id } = staffOf(request)
  return { merchantId, actor: { type: 'STAFF', id } }
}
