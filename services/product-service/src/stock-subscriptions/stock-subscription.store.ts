import { newId } from '@linli/core'
import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { Answered, StockSubscription } from './stock-subscription.ts'

/** Subscriptions of one resident come one after the other: their number is limited. @returns how many wait. */
export async function lockWaiting({ sql }: Work, userId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`stock-subscriptions:${userId}`}, 0))`
  const [row] = await sql<{ waiting: number }>`
    select count(*) as waiting from stock_subscriptions where user_id = ${userId} and status = 'WAITING'`
  return row?.waiting ?? 0
}

type Wanted = Omit<StockSubscription, 'id' | 'createdAt'>

/** The one of this resident and SKU; the community may have changed meanwhile. */
export async function findWaiting(work: Work, { userId, skuId, communityId }: Wanted) {
  const [row] = await work.sql<StockSubscription>`
    update stock_subscriptions set community_id = ${communityId}
    where user_id = ${userId} and sku_id = ${skuId} and status = 'WAITING'
    returning id, user_id as "userId", sku_id as "skuId", product_id as "productId", community_id as "communityId",
      created_at as "createdAt"`
  return row
}

export async function insertSubscription(work: Work, wanted: Wanted): Promise<StockSubscription> {
  const subscription = { ...wanted, id: newId(work.now), createdAt: work.now }
  await work.sql`
    insert into stock_subscriptions (id, user_id, sku_id, product_id, community_id, status, created_at)
    values (${subscription.id}, ${wanted.userId}, ${wanted.skuId}, ${wanted.productId}, ${wanted.communityId}, 'WAITING',
      ${work.now})`
  return subscription
}

/** What a resident waits for of one product. */
export function listWaiting(
  sql: Sql,
  { userId, productId }: { userId: string; productId: string },
): Promise<StockSubscription[]> {
  return sql<StockSubscription>`
    select id, user_id as "userId", sku_id as "skuId", product_id as "productId", community_id as "communityId",
      created_at as "createdAt"
    from stock_subscriptions where user_id = ${userId} and product_id = ${productId} and status = 'WAITING' order by id`
}

/** @returns false when this resident has none of that id waiting. */
export async function dropSubscription(
  { sql }: Work,
  { id, userId }: { id: string; userId: string },
): Promise<boolean> {
  const rows = await sql`
    delete from stock_subscriptions where id = ${id} and user_id = ${userId} and status = 'WAITING' returning id`
  return rows.length > 0
}

/** Ends the wait of those whose SKU can be bought again in their community, whoever waited longest first. */
export function answerWaiting({ sql, now }: Work, limit: number): Promise<Answered[]> {
  return sql<Answered>`
    with due as (
      select subscription.id, subscription.user_id, sku.id as sku_id, product.id as product_id, product.merchant_id,
             product.name, sku.spec_text, level.available / sku.stock_factor as qty
      from stock_subscriptions subscription
      join skus sku on sku.id = subscription.sku_id and sku.enabled
      join products product on product.id = sku.product_id and product.status = 'ON_SALE'
      join lateral (
        select stock.on_hand - stock.reserved as available
        from warehouse_regions region
        join warehouses warehouse on warehouse.id = region.warehouse_id and warehouse.enabled
        join inventories stock on stock.warehouse_id = region.warehouse_id and stock.sku_id = sku.id
        where region.community_id = subscription.community_id order by region.priority limit 1
      ) level on level.available >= sku.stock_factor
      where subscription.status = 'WAITING'
      order by subscription.id limit ${limit} for update of subscription skip locked
    )
    update stock_subscriptions subscription set status = 'NOTIFIED', notified_at = ${now}
    from due where due.id = subscription.id
    returning due.id, due.user_id as "userId", due.sku_id as "skuId", due.product_id as "productId",
      due.merchant_id as "merchantId", due.name as "productName", due.spec_text as "specText", due.qty as "availableQty"`
}

export async function dropSubscriptions({ sql }: Work, userId: string): Promise<void> {
  await sql`delete from stock_subscriptions where user_id = ${userId}`
}
