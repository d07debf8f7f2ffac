import { newId } from '@linli/core'
import type { StorageType } from '@linli/proto/common'
import type { OrderPreparing } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { issueCode } from '../pickup-codes/issue-code.ts'
import type { CodeSource } from '../pickup-codes/pickup-code.ts'
import { commitSlot } from '../slots/commit-slot.ts'
import { findByOrder, insertDelivery, lockOrder, saveDelivery } from './delivery.store.ts'
import { listHolds, saveHolds } from './hold.store.ts'
import { callOff, type Hold, hold } from './hold.ts'

const COLDNESS: readonly StorageType[] = ['AMBIENT', 'CHILLED', 'FROZEN']

/**
 * The order is paid: its task, with lines and pickup code, exactly once (D07). After-sales that came before the task
 * are applied to it, so any order of events ends alike.
 */
export async function createDelivery(work: Work, order: OrderPreparing, codes: CodeSource): Promise<void> {
  const id = newId(work.now)
  // Asked at once, done in order: the lock comes first.
  const locked = lockOrder(work, order.orderId)
  const inserted = insertDelivery(work, {
    id,
    orderId: order.orderId,
    orderNo: order.orderNo,
    userId: order.userId,
    merchantId: order.merchantId,
    mode: order.mode,
    title: order.title,
    itemCount: order.itemCount,
    communityId: order.communityId,
    warehouseId: order.warehouseId,
    pickupPointId: order.pickupPointId ?? null,
    slotId: order.slotId ?? null,
    batchId: order.batchId ?? null,
    storageType: coldest(order.lines.map((line) => line.storageType)),
    weightG: order.weightG,
    volumeCm3: order.volumeCm3,
    courierId: null,
    courierName: null,
    expressCompany: null,
    waybillNo: null,
    dispatchedAt: null,
    arrivedAt: null,
    readyAt: null,
    pickupDeadline: null,
    completedAt: null,
    lines: order.lines.map((line) => ({
      id: line.lineId,
      skuId: line.skuId,
      productName: line.productName,
      specText: line.specText,
      imageUrl: line.imageUrl,
      storageType: line.storageType,
      qty: line.qty,
      pickedQty: 0,
      heldQty: 0,
      cancelledQty: 0,
    })),
  })
  const [fresh] = await Promise.all([inserted, locked])
  if (!fresh) return
  const { pickupPointId } = order
  const [early] = await Promise.all([
    listHolds(work, order.orderId),
    pickupPointId ? issueCode(work, { deliveryId: id, pickupPointId }, codes) : undefined,
    commitSlot(work, order.orderId),
  ])
  if (early.length > 0) await applyHolds(work, order.orderId, early)
}

/** After-sales that came before the task. */
async function applyHolds(work: Work, orderId: string, early: readonly Hold[]): Promise<void> {
  const delivery = await findByOrder(work.sql, orderId)
  if (!delivery) throw new Error(`the task of order ${orderId} vanished`)
  const held = hold(
    delivery,
    early.filter(({ status }) => status === 'HELD'),
  )
  await saveDelivery(work, delivery, held)
  const cancelled = callOff(
    held.next,
    early.filter(({ status }) => status === 'CANCELLED'),
    { held: [], at: work.now },
  )
  await saveDelivery(work, held.next, cancelled)
  await saveHolds(work, orderId, [...held.holds, ...cancelled.holds])
}

/** A parcel is kept as its most delicate part must be. */
function coldest(types: readonly StorageType[]): StorageType {
  return types.reduce(
    (worst, one) => (COLDNESS.indexOf(one) > COLDNESS.indexOf(worst) ? one : worst),
    'AMBIENT',
  )
}
