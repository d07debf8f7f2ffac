import { CommonErrors, newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import {
  bookAdjustment,
  findAdjustment,
  lockLevel,
  lowLevel,
  skuExists,
  warehouseExists,
} from './inventory.store.ts'
import { type AdjustmentType, deltaOf, type Level } from './inventory.ts'
import { stockLowEvent } from './stock-low.ts'

export type AdjustmentRequest = {
  readonly skuId: string
  readonly warehouseId: string
  readonly type: AdjustmentType
  readonly qty: number
  readonly reason: string
  /** Absent for administrators. */
  readonly merchantId?: string | undefined
  readonly actorType: 'STAFF' | 'ADMIN'
  readonly actorId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

export type Adjusted = { readonly id: string; readonly level: Level; readonly turned: boolean }

/**
 * Receives, writes off or corrects stock. What is reserved stays reserved, so a level cannot fall below it.
 * @throws SKU_NOT_FOUND, WAREHOUSE_NOT_FOUND, STOCK_INSUFFICIENT, IDEMPOTENCY_KEY_REUSED
 */
export async function adjustInventory(work: Work, request: AdjustmentRequest): Promise<Adjusted> {
  const { skuId, warehouseId, merchantId, qty, type, idempotencyKey, requestHash, actorId } = request
  if (!(await skuExists(work, skuId, merchantId))) throw ProductErrors.SKU_NOT_FOUND({ skuId })
  if (!(await warehouseExists(work, warehouseId))) throw ProductErrors.WAREHOUSE_NOT_FOUND({ warehouseId })
  const level = await lockLevel(work, skuId, warehouseId)
  if (!level) throw ProductErrors.INVENTORY_NOT_FOUND({ skuId, warehouseId })
  // Looked up behind the lock: the same request sent twice at once is booked once.
  const earlier = await findAdjustment(work, actorId, idempotencyKey)
  if (earlier) {
    if (earlier.requestHash !== requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
    return { id: earlier.id, level, turned: false }
  }
  const delta = deltaOf(type, qty)
  const onHand = level.onHand + delta
  if (onHand < level.reserved) {
    throw ProductErrors.STOCK_INSUFFICIENT({ skuId, onHand: level.onHand, reserved: level.reserved })
  }
  const id = newId(work.now)
  const turnedLow = await bookAdjustment(work, level, { ...request, id, delta })
  const low = turnedLow ? await lowLevel(work, skuId, warehouseId) : undefined
  if (low) work.publish(stockLowEvent(low, work.now))
  const turned = (level.onHand === level.reserved) !== (onHand === level.reserved)
  return { id, level: { ...level, onHand }, turned }
}
