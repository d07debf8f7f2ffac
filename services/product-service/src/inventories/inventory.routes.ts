import { inTransaction } from '@linli/events'
import {
  adminOf,
  created,
  decodeCursor,
  Envelope,
  encodeCursor,
  IdempotencyHeaders,
  IdSchema,
  idempotencyKeyOf,
  ok,
  Page,
  type Routes,
  requestHash,
  staffOf,
  TablePage,
} from '@linli/http'
import { type Static, Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { type AdjustmentRequest, adjustInventory } from './adjust-inventory.ts'
import {
  AdjustBody,
  AdminInventoryQuery,
  InventoryQuery,
  InventoryView,
  LevelView,
  MovementQuery,
  MovementView,
  toInventoryView,
  toLevelView,
  toMovementView,
} from './inventory.schema.ts'
import { listInventories, listMovements } from './inventory.store.ts'

const SkuParams = Type.Object({ skuId: IdSchema }, { additionalProperties: false })

/** Levels, their ledger and what people may do to them (P08, P10). */
export const inventoryRoutes: Routes<Deps> = (app, deps) => {
  const tags = ['inventories']
  const reading = { permission: 'stock:read' } as const
  const adjusting = { permission: 'stock:adjust' } as const
  const adjustSchema = {
    summary: 'Receive, write off or correct stock',
    tags,
    params: SkuParams,
    headers: IdempotencyHeaders,
    body: AdjustBody,
    response: { 201: Envelope(LevelView) },
  }
  const tableSchema = { summary: 'Levels', tags, response: { 200: Envelope(TablePage(InventoryView)) } }
  const ledgerSchema = {
    summary: 'The stock ledger, the latest first',
    tags,
    querystring: MovementQuery,
    response: { 200: Envelope(Page(MovementView)) },
  }

  const adjust = async (request: AdjustmentRequest) => {
    const { id, level } = await inTransaction(deps, async (work) => {
      const adjusted = await adjustInventory(work, request)
      if (adjusted.turned) work.afterCommit(() => deps.catalogue.stockTurned())
      return adjusted
    })
    return created(toLevelView(id, level), deps.clock.now())
  }

  const movements = async (
    { cursor, limit, ...filter }: Static<typeof MovementQuery>,
    merchantId?: string,
  ) => {
    const [before = null] = cursor === undefined ? [] : decodeCursor(cursor, 1)
    const found = await listMovements(deps.sql, {
      ...filter,
      merchantId,
      before: before === null ? null : Number(before),
      limit: limit + 1,
    })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const nextCursor = last && found.length > limit ? encodeCursor([last.id]) : null
    return ok({ items: items.map(toMovementView), nextCursor }, deps.clock.now())
  }

  app.get(
    '/merchant/inventories',
    {
      config: { audience: 'merchant', ...reading },
      schema: { ...tableSchema, operationId: 'listMerchantInventories', querystring: InventoryQuery },
    },
    async (request) => {
      const { query } = request
      const { items, total } = await listInventories(deps.sql, {
        ...query,
        merchantId: staffOf(request).merchantId,
      })
      const { page, pageSize } = query
      return ok({ items: items.map(toInventoryView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.get(
    '/admin/inventories',
    {
      config: { audience: 'admin', ...reading },
      schema: { ...tableSchema, operationId: 'listAdminInventories', querystring: AdminInventoryQuery },
    },
    async ({ query }) => {
      const { items, total } = await listInventories(deps.sql, query)
      const { page, pageSize } = query
      return ok({ items: items.map(toInventoryView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/merchant/inventories/:skuId/adjustments',
    {
      config: { audience: 'merchant', ...adjusting },
      schema: { ...adjustSchema, operationId: 'adjustMerchantInventory' },
    },
    async (request, reply) => {
      const { merchantId, id: actorId } = staffOf(request)
      const { skuId } = request.params
      const idempotencyKey = idempotencyKeyOf(request)
      const by = { actorType: 'STAFF', actorId, merchantId, idempotencyKey } as const
      const hash = requestHash({ skuId, ...request.body })
      return reply.code(201).send(await adjust({ ...request.body, ...by, skuId, requestHash: hash }))
    },
  )

  app.post(
    '/admin/inventories/:skuId/adjustments',
    {
      config: { audience: 'admin', ...adjusting },
      schema: { ...adjustSchema, operationId: 'adjustAdminInventory' },
    },
    async (request, reply) => {
      const { id: actorId } = adminOf(request)
      const { skuId } = request.params
      const by = { actorType: 'ADMIN', actorId, idempotencyKey: idempotencyKeyOf(request) } as const
      const hash = requestHash({ skuId, ...request.body })
      return reply.code(201).send(await adjust({ ...request.body, ...by, skuId, requestHash: hash }))
    },
  )

  app.get(
    '/merchant/stock-movements',
    {
      config: { audience: 'merchant', ...reading },
      schema: { ...ledgerSchema, operationId: 'listMerchantStockMovements' },
    },
    (request) => movements(request.query, staffOf(request).merchantId),
  )

  app.get(
    '/admin/stock-movements',
    {
      config: { audience: 'admin', ...reading },
      schema: { ...ledgerSchema, operationId: 'listAdminStockMovements' },
    },
    (request) => movements(request.query),
  )
}
