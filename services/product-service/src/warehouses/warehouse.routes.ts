import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { createWarehouse } from './create-warehouse.ts'
import { editRegions, editWarehouse } from './edit-warehouse.ts'
import {
  CreateWarehouseBody,
  EditWarehouseBody,
  RegionsBody,
  toWarehouseView,
  WarehouseView,
} from './warehouse.schema.ts'
import { listWarehouses } from './warehouse.store.ts'

const List = Envelope(Type.Object({ items: Type.Array(WarehouseView) }))

/** Where stock lies and whom it serves (P15). */
export const warehouseRoutes: Routes<Deps> = (app, deps) => {
  const tags = ['warehouses']
  const write = { audience: 'admin', permission: 'warehouse:write' } as const

  const change = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    inTransaction(deps, (work) => {
      work.afterCommit(deps.catalogue.forget)
      return run(work)
    })
  const all = async () =>
    ok({ items: (await listWarehouses(deps.db)).map(toWarehouseView) }, deps.clock.now())

  app.get(
    '/merchant/warehouses',
    {
      config: { audience: 'merchant', permission: 'stock:read' },
      schema: {
        operationId: 'listMerchantWarehouses',
        summary: 'Warehouses to receive into',
        tags,
        response: { 200: List },
      },
    },
    async () => {
      const open = (await listWarehouses(deps.db)).filter(({ enabled }) => enabled)
      return ok({ items: open.map(toWarehouseView) }, deps.clock.now())
    },
  )

  app.get(
    '/admin/warehouses',
    {
      config: { audience: 'admin', permission: 'stock:read' },
      schema: {
        operationId: 'listWarehouses',
        summary: 'Warehouses and what they serve',
        tags,
        response: { 200: List },
      },
    },
    all,
  )

  app.post(
    '/admin/warehouses',
    {
      config: write,
      schema: {
        operationId: 'createWarehouse',
        summary: 'Add a warehouse',
        tags,
        body: CreateWarehouseBody,
        response: { 201: Envelope(WarehouseView) },
      },
    },
    async ({ body }, reply) => {
      const warehouse = await change((work) => createWarehouse(work, body))
      return reply.code(201).send(created(toWarehouseView({ ...warehouse, regions: [] }), deps.clock.now()))
    },
  )

  app.put(
    '/admin/warehouses/:id',
    {
      config: write,
      schema: {
        operationId: 'editWarehouse',
        summary: 'Change a warehouse; a disabled one serves nobody',
        tags,
        params: IdParams,
        body: EditWarehouseBody,
        response: { 200: Envelope(WarehouseView) },
      },
    },
    async ({ body, params }) => {
      const warehouse = await change((work) => editWarehouse(work, { ...body, id: params.id }))
      return ok(toWarehouseView(warehouse), deps.clock.now())
    },
  )

  app.put(
    '/admin/warehouses/:id/regions',
    {
      config: write,
      schema: {
        operationId: 'setWarehouseRegions',
        summary: 'The communities it serves',
        tags,
        params: IdParams,
        body: RegionsBody,
        response: { 200: Envelope(WarehouseView) },
      },
    },
    async ({ body, params }) => {
      const warehouse = await change((work) => editRegions(work, params.id, body.regions))
      return ok(toWarehouseView(warehouse), deps.clock.now())
    },
  )
}
