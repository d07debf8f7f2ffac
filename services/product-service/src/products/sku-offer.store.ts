import type { Sql } from '@linli/events'
import type { SkuOffer } from './sku-offer.ts'

export type Buyer = {
  readonly communityId: string
  /** Fills `boughtToday` on `day`. */
  readonly userId?: string | undefined
  readonly day: string
}

/**
 * Price and stock as they are now, in one query. The warehouse is the first of the community that holds the SKU.
 * @param productIds when given instead of SKUs: all enabled SKUs of these products.
 */
export async function loadSkuOffers(
  sql: Sql,
  { skuIds = [], productIds = [] }: { skuIds?: readonly string[]; productIds?: readonly string[] },
  { communityId, userId, day }: Buyer,
): Promise<SkuOffer[]> {
  return sql<SkuOffer>`
    select sku.id as "skuId", sku.product_id as "productId", product.merchant_id as "merchantId",
           product.name as "productName", sku.spec_text as "specText", coalesce(sku.image, product.images[1]) as image,
           sku.price_fen as "priceFen", sku.market_price_fen as "marketPriceFen", sku.net_weight_g as "weightG",
           sku.volume_cm3 as "volumeCm3", product.unit, product.storage_type as "storageType", product.fresh,
           product.shelf_life_hours as "shelfLifeHours", product.delivery_modes as "deliveryModes", product.status,
           sku.enabled, level.warehouse_id as "warehouseId", sku.stock_factor as "stockFactor",
           coalesce(level.available, 0) as "availableStock", sku.limit_per_order as "limitPerOrder",
           sku.limit_per_day as "limitPerDay", coalesce(counter.qty, 0) as "boughtToday",
           category.path as "categoryPath", sku.price_version as "priceVersion", sku.version
    from skus sku
    join products product on product.id = sku.product_id
    join categories category on category.id = product.category_id
    left join lateral (
      select stock.warehouse_id, stock.on_hand - stock.reserved as available
      from warehouse_regions region
      join warehouses warehouse on warehouse.id = region.warehouse_id and warehouse.enabled
      join inventories stock on stock.warehouse_id = region.warehouse_id and stock.sku_id = sku.id
      where region.community_id = ${communityId} order by region.priority limit 1
    ) level on true
    left join purchase_counters counter
      on counter.user_id = ${userId ?? null} and counter.sku_id = sku.id and counter.day = ${day}
    where sku.id = any(${skuIds}::uuid[]) or (sku.product_id = any(${productIds}::uuid[]) and sku.enabled)
    order by sku.product_id, sku.sort, sku.id`
}

/** The same without a community: list prices, stock summed over all warehouses. */
export async function loadSkuTotals(sql: Sql, productIds: readonly string[]): Promise<SkuOffer[]> {
  return sql<SkuOffer>`
    select sku.id as "skuId", sku.product_id as "productId", product.merchant_id as "merchantId",
           product.name as "productName", sku.spec_text as "specText", coalesce(sku.image, product.images[1]) as image,
           sku.price_fen as "priceFen", sku.market_price_fen as "marketPriceFen", sku.net_weight_g as "weightG",
           sku.volume_cm3 as "volumeCm3", product.unit, product.storage_type as "storageType", product.fresh,
           product.shelf_life_hours as "shelfLifeHours", product.delivery_modes as "deliveryModes", product.status,
           sku.enabled, level.warehouse_id as "warehouseId", sku.stock_factor as "stockFactor",
           coalesce(level.available, 0)::integer as "availableStock", sku.limit_per_order as "limitPerOrder",
           sku.limit_per_day as "limitPerDay", 0 as "boughtToday", category.path as "categoryPath",
           sku.price_version as "priceVersion", sku.version
    from skus sku
    join products product on product.id = sku.product_id
    join categories category on category.id = product.category_id
    left join lateral (
      select min(stock.warehouse_id::text)::uuid as warehouse_id, sum(stock.on_hand - stock.reserved) as available
      from inventories stock where stock.sku_id = sku.id
    ) level on true
    where sku.product_id = any(${productIds}::uuid[]) and sku.enabled
    order by sku.product_id, sku.sort, sku.id`
}

export type SkuLimits = {
  readonly skuId: string
  readonly productName: string
  readonly limitPerOrder: number | null
  readonly limitPerDay: number | null
  readonly boughtToday: number
}

export async function loadSkuLimits(
  sql: Sql,
  skuIds: readonly string[],
  { userId, day }: { userId: string; day: string },
): Promise<SkuLimits[]> {
  return sql<SkuLimits>`
    select sku.id as "skuId", product.name as "productName", sku.limit_per_order as "limitPerOrder",
           sku.limit_per_day as "limitPerDay", coalesce(counter.qty, 0) as "boughtToday"
    from skus sku join products product on product.id = sku.product_id
    left join purchase_counters counter
      on counter.user_id = ${userId} and counter.sku_id = sku.id and counter.day = ${day}
    where sku.id = any(${skuIds}::uuid[])`
}
