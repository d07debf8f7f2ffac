import { newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { insertWarehouse } from './warehouse.store.ts'
import type { Warehouse } from './warehouse.ts'

export type NewWarehouse = Omit<Warehouse, 'id' | 'version'>

/** @throws WAREHOUSE_CODE_TAKEN */
export async function createWarehouse(work: Work, content: NewWarehouse): Promise<Warehouse> {
  const warehouse = { ...content, id: newId(work.now), version: 1 }
  await insertWarehouse(work, warehouse).catch((error: unknown) => {
    throw isTaken(error) ? ProductErrors.WAREHOUSE_CODE_TAKEN({ code: content.code }, error) : error
  })
  return warehouse
}

/** Prisma's code of a unique violation; the code is the only thing that is unique here. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'P2002'
