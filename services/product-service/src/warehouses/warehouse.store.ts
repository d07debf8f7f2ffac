import type { ReadOnly } from '@linli/events'
import type { Work } from '../deps.ts'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import type { Region, Warehouse } from './warehouse.ts'

type Db = Pick<ReadOnly<PrismaClient>, 'warehouse'>

export type WarehouseRow = Warehouse & { readonly regions: readonly Region[] }

const REGIONS = {
  warehouseRegions: { orderBy: [{ priority: 'asc' }, { communityId: 'asc' }] },
} satisfies Prisma.WarehouseInclude

export async function listWarehouses(db: Db): Promise<WarehouseRow[]> {
  const rows = await db.warehouse.findMany({ orderBy: { code: 'asc' }, include: REGIONS })
  return rows.map(({ warehouseRegions, ...row }) => ({ ...row, regions: warehouseRegions }))
}

export async function findWarehouse(db: Db, id: string): Promise<WarehouseRow | undefined> {
  const row = await db.warehouse.findUnique({ where: { id }, include: REGIONS })
  return row ? { ...row, regions: row.warehouseRegions } : undefined
}

export async function insertWarehouse(work: Work, warehouse: Warehouse): Promise<void> {
  await work.db.warehouse.create({ data: { ...warehouse, createdAt: work.now, updatedAt: work.now } })
}

/** @returns false when somebody else changed it since `version`. */
export async function saveWarehouse(work: Work, { id, version, ...content }: Warehouse): Promise<boolean> {
  const { count } = await work.db.warehouse.updateMany({
    where: { id, version },
    data: { ...content, version: version + 1, updatedAt: work.now },
  })
  return count === 1
}

/** Replaces what the warehouse serves. */
export async function saveRegions(
  work: Work,
  warehouseId: string,
  regions: readonly Region[],
): Promise<void> {
  await work.db.warehouseRegion.deleteMany({ where: { warehouseId } })
  await work.db.warehouseRegion.createMany({ data: regions.map((region) => ({ ...region, warehouseId })) })
}
