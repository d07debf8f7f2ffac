import { randomUUID } from 'node:crypto'
import { dataOf } from '../../src/caller.ts'
import type { Shop } from '../../src/shop.ts'
import type { StaffMember } from '../../src/views.ts'

export type Level = {
  readonly skuId: string
  readonly warehouseId: string
  readonly onHand: number
  readonly reserved: number
  readonly available: number
}

const PAGE = 100

/** The SKU's stock as its merchant sees it. */
export async function levelOf(shop: Shop, { token }: StaffMember, skuId: string): Promise<Level> {
  for (let page = 1; ; page += 1) {
    const url = shop.url(`/merchant/inventories?page=${page}&pageSize=${PAGE}`)
    const { items, total } = await dataOf<{ items: Level[]; total: number }>('GET', url, { token })
    const found = items.find((level) => level.skuId === skuId)
    if (found) return found
    if (page * PAGE >= total) throw new Error(`SKU ${skuId} is not in the merchant's inventory`)
  }
}

/** Corrects the stock so that exactly `available` units can be bought. */
export async function stockUp(
  shop: Shop,
  staff: StaffMember,
  { skuId, available }: { skuId: string; available: number },
): Promise<void> {
  const level = await levelOf(shop, staff, skuId)
  const qty = available - level.available
  if (qty === 0) return
  await dataOf('POST', shop.url(`/merchant/inventories/${skuId}/adjustments`), {
    token: staff.token,
    headers: { 'idempotency-key': randomUUID() },
    body: { warehouseId: level.warehouseId, type: 'CORRECTION', qty, reason: 'e2e' },
  })
}
