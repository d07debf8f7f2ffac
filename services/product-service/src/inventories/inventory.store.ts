import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { AdjustmentType, Level } from './inventory.ts'
import type { LowLevel } from './stock-low.ts'

export type Adjustment = {
  readonly id: string
  readonly skuId: string
  readonly warehouseId: string
  readonly type: AdjustmentType
  readonly delta: number
  readonly reason: string
  readonly actorType: 'STAFF' | 'ADMIN'
  readonly actorId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

export type Booked = { readonly id: string; readonly requestHash: string; readonly onHandAfter: number }

/** What this actor did under this key before. */
export async function findAdjustment(work: Work, actorId: string, key: string): Promise<Booked | undefined> {
  const [row] = await work.sql<Booked>`
    select id, request_hash as "requestHash", on_hand_after as "onHandAfter" from stock_adjustments
    where actor_id = ${actorId} and idempotency_key = ${key}`
  return row
}

/** @param merchantId another merchant's SKU is not found. */
export async function skuExists(work: Work, skuId: string, merchantId: string | undefined): Promise<boolean> {
  const rows = await work.sql`
    select 1 from skus sku join products product on product.id = sku.product_id
    where sku.id = ${skuId} and (${merchantId ?? null}::uuid is null or product.merchant_id = ${merchantId ?? null}::uuid)`
  return rows.length > 0
}

export async function warehouseExists(work: Work, id: string): Promise<boolean> {
  const rows = await work.sql`select 1 from warehouses where id = ${id}`
  return rows.length > 0
}

/** The level, locked; it begins at nothing when the warehouse never held the SKU. */
export async function lockLevel(work: Work, skuId: string, warehouseId: string): Promise<Level | undefined> {
  await work.sql`
    insert into inventories (sku_id, warehouse_id, on_hand, reserved, low_stock, low_alerted, updated_at)
    values (${skuId}, ${warehouseId}, 0, 0, 0, true, ${work.now}) on conflict do nothing`
  const [level] = await work.sql<Level>`
    select sku_id as "skuId", warehouse_id as "warehouseId", on_hand as "onHand", reserved
    from inventories where sku_id = ${skuId} and warehouse_id = ${warehouseId} for update`
  return level
}

/** Changes the locked level and books it. @returns true when it has just turned low. */
export async function bookAdjustment(work: Work, level: Level, adjustment: Adjustment): Promise<boolean> {
  const { id, skuId, warehouseId, type, delta, reason, actorType, actorId, idempotencyKey, requestHash } =
    adjustment
  const after = level.onHand + delta
  const [row] = await work.sql<{ turnedLow: boolean }>`
    with before as (
      select low_alerted from inventories where sku_id = ${skuId} and warehouse_id = ${warehouseId}
    ), moved as (
      update inventories set on_hand = ${after}, updated_at = ${work.now},
        low_alerted = low_alert(low_alerted, ${after}::integer - reserved, low_stock)
      where sku_id = ${skuId} and warehouse_id = ${warehouseId}
      returning low_alerted
    ), booked as (
      insert into stock_adjustments (id, sku_id, warehouse_id, type, delta, on_hand_after, reason, actor_type, actor_id,
        idempotency_key, request_hash, at)
      values (${id}, ${skuId}, ${warehouseId}, ${type}, ${delta}, ${after}, ${reason}, ${actorType}, ${actorId},
        ${idempotencyKey}, ${requestHash}, ${work.now})
    ), ledger as (
      insert into stock_movements (sku_id, warehouse_id, type, on_hand_before, on_hand_after, reserved_before,
        reserved_after, qty, ref_type, ref_id, actor_type, actor_id, reason, at)
      values (${skuId}, ${warehouseId}, ${type}, ${level.onHand}, ${after}, ${level.reserved}, ${level.reserved},
        abs(${delta}::integer), 'ADJUSTMENT', ${id}::text, ${actorType}, ${actorId}, ${reason}, ${work.now})
    )
    select moved.low_alerted and not before.low_alerted as "turnedLow" from moved, before`
  return row?.turnedLow ?? false
}

export async function lowLevel(
  work: Work,
  skuId: string,
  warehouseId: string,
): Promise<LowLevel | undefined> {
  const [row] = await work.sql<LowLevel>`
    select level.sku_id as "skuId", sku.product_id as "productId", product.merchant_id as "merchantId",
           product.name as "productName", sku.spec_text as "specText", level.warehouse_id as "warehouseId",
           level.on_hand - level.reserved as available, level.low_stock as threshold
    from inventories level join skus sku on sku.id = level.sku_id join products product on product.id = sku.product_id
    where level.warehouse_id = ${warehouseId} and level.sku_id = ${skuId}`
  return row
}

export type InventoryFilter = {
  readonly merchantId?: string | undefined
  readonly warehouseId?: string | undefined
  readonly productId?: string | undefined
  readonly keyword?: string | undefined
  readonly low?: boolean | undefined
  readonly page: number
  readonly pageSize: number
}

export type InventoryRow = Level & {
  readonly productId: string
  readonly merchantId: string
  readonly productName: string
  readonly specText: string
  readonly code: string
  readonly warehouseName: string
  readonly lowStock: number
  readonly updatedAt: Date
}

export async function listInventories(
  sql: Sql,
  { merchantId, warehouseId, productId, keyword, low, page, pageSize }: InventoryFilter,
): Promise<{ items: InventoryRow[]; total: number }> {
  const rows = await sql<InventoryRow & { total: number }>`
    select level.sku_id as "skuId", level.warehouse_id as "warehouseId", level.on_hand as "onHand", level.reserved,
           level.low_stock as "lowStock", level.updated_at as "updatedAt", sku.product_id as "productId", sku.code,
           product.merchant_id as "merchantId", product.name as "productName", sku.spec_text as "specText",
           warehouse.name as "warehouseName", count(*) over () as total
    from inventories level join skus sku on sku.id = level.sku_id join products product on product.id = sku.product_id
    join warehouses warehouse on warehouse.id = level.warehouse_id
    where (${merchantId ?? null}::uuid is null or product.merchant_id = ${merchantId ?? null}::uuid)
      and (${warehouseId ?? null}::uuid is null or level.warehouse_id = ${warehouseId ?? null}::uuid)
      and (${productId ?? null}::uuid is null or sku.product_id = ${productId ?? null}::uuid)
      and (${keyword ?? null}::text is null or product.search_terms @> search_query_of(${keyword ?? null}))
      and (not ${low ?? false}::boolean or level.on_hand - level.reserved <= level.low_stock)
    order by product.name, sku.sort, level.sku_id, level.warehouse_id
    limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export type Movement = {
  readonly id: number
  readonly skuId: string
  readonly warehouseId: string
  readonly type: string
  readonly onHandBefore: number
  readonly onHandAfter: number
  readonly reservedBefore: number
  readonly reservedAfter: number
  readonly qty: number
  readonly refType: string
  readonly refId: string
  readonly actorType: string
  readonly actorId: string | null
  readonly reason: string
  readonly at: Date
}

export type MovementFilter = {
  readonly merchantId?: string | undefined
  readonly skuId?: string | undefined
  readonly refId?: string | undefined
  readonly before: number | null
  readonly limit: number
}

/** The ledger, the latest first. */
export async function listMovements(
  sql: Sql,
  { merchantId, skuId, refId, before, limit }: MovementFilter,
): Promise<Movement[]> {
  return sql<Movement>`
    select moved.id, moved.sku_id as "skuId", moved.warehouse_id as "warehouseId", moved.type,
           moved.on_hand_before as "onHandBefore", moved.on_hand_after as "onHandAfter",
           moved.reserved_before as "reservedBefore", moved.reserved_after as "reservedAfter", moved.qty,
           moved.ref_type as "refType", moved.ref_id as "refId", moved.actor_type as "actorType",
           moved.actor_id as "actorId", moved.reason, moved.at
    from stock_movements moved join skus sku on sku.id = moved.sku_id join products product on product.id = sku.product_id
    where (${merchantId ?? null}::uuid is null or product.merchant_id = ${merchantId ?? null}::uuid)
      and (${skuId ?? null}::uuid is null or moved.sku_id = ${skuId ?? null}::uuid)
      and (${refId ?? null}::text is null or moved.ref_id = ${refId ?? null}::text)
      and (${before}::bigint is null or moved.id < ${before}::bigint)
    order by moved.id desc limit ${limit}`
}
