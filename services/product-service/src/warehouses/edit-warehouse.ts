import { CommonErrors } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { isTaken } from './create-warehouse.ts'
import { findWarehouse, saveRegions, saveWarehouse, type WarehouseRow } from './warehouse.store.ts'
import type { Region, Warehouse } from './warehouse.ts'

/** @throws WAREHOUSE_NOT_FOUND, VERSION_CONFLICT, WAREHOUSE_CODE_TAKEN */
export async function editWarehouse(work: Work, edit: Warehouse): Promise<WarehouseRow> {
  const before = await findWarehouse(work.db, edit.id)
  if (!before) throw ProductErrors.WAREHOUSE_NOT_FOUND({ warehouseId: edit.id })
  const saved = await saveWarehouse(work, edit).catch((error: unknown) => {
    throw isTaken(error) ? ProductErrors.WAREHOUSE_CODE_TAKEN({ code: edit.code }, error) : error
  })
  if (!saved) throw CommonErrors.VERSION_CONFLICT({ current: before.version })
  return { ...edit, version: edit.version + 1, regions: before.regions }
}

/** Which communities it serves. @throws WAREHOUSE_NOT_FOUND, VERSION_CONFLICT when a priority is another's. */
export async function editRegions(work: Work, id: string, regions: readonly Region[]): Promise<WarehouseRow> {
  const before = await findWarehouse(work.db, id)
  if (!before) throw ProductErrors.WAREHOUSE_NOT_FOUND({ warehouseId: id })
  await saveRegions(work, id, regions).catch((error: unknown) => {
    throw isTaken(error) ? CommonErrors.VERSION_CONFLICT({ reason: 'priority' }, error) : error
  })
  return { ...before, regions }
}
