import type { Work } from '../deps.ts'
import type { QuotaDemand, QuotaRow } from './quota.ts'

export type Holder = { readonly orderId: string; readonly userId: string }

const columns = (demands: readonly QuotaDemand[]) => ({
  promotionIds: demands.map(({ promotionId }) => promotionId),
  skuIds: demands.map(({ skuId }) => skuId),
  qtys: demands.map(({ qty }) => qty),
})

/**
 * The quotas of the demands with what is taken, locked until the end of the transaction. Whoever takes from a quota locks
 * it first, so the user's counters need no lock of their own.
 */
export async function lockQuotas(
  { sql }: Work,
  demands: readonly QuotaDemand[],
  userId: string,
): Promise<QuotaRow[]> {
  const { promotionIds, skuIds } = columns(demands)
  await sql`
    select quota.sku_id from promotion_quotas quota
    join unnest(${promotionIds}::uuid[], ${skuIds}::uuid[]) as demand (promotion_id, sku_id)
      on demand.promotion_id = quota.promotion_id and demand.sku_id = quota.sku_id
    order by quota.promotion_id, quota.sku_id for update of quota`
  return sql<QuotaRow>`
    select quota.promotion_id as "promotionId", quota.sku_id as "skuId", promotion.name, quota.quota,
           quota.per_user_limit as "perUserLimit", quota.taken, coalesce(counter.taken, 0) as "takenByUser"
    from promotion_quotas quota
    join promotions promotion on promotion.id = quota.promotion_id
    join unnest(${promotionIds}::uuid[], ${skuIds}::uuid[]) as demand (promotion_id, sku_id)
      on demand.promotion_id = quota.promotion_id and demand.sku_id = quota.sku_id
    left join promotion_user_counters counter
      on counter.promotion_id = quota.promotion_id and counter.sku_id = quota.sku_id and counter.user_id = ${userId}`
}

/** Takes from the locked quotas; the rows of the order and the counters move together. */
export async function insertTakings(
  { sql }: Work,
  demands: readonly QuotaDemand[],
  { orderId, userId }: Holder,
): Promise<void> {
  const { promotionIds, skuIds, qtys } = columns(demands)
  await sql`
    with demand as (
      select * from unnest(${promotionIds}::uuid[], ${skuIds}::uuid[], ${qtys}::integer[]) as line (promotion_id, sku_id, qty)
    ), counters as (
      insert into promotion_user_counters (promotion_id, sku_id, user_id, taken)
      select promotion_id, sku_id, ${userId}::uuid, qty from demand
      on conflict (promotion_id, sku_id, user_id) do update set taken = promotion_user_counters.taken + excluded.taken
    ), takings as (
      insert into promotion_takings (order_id, promotion_id, sku_id, user_id, qty)
      select ${orderId}::uuid, promotion_id, sku_id, ${userId}::uuid, qty from demand
    )
    update promotion_quotas quota set taken = quota.taken + demand.qty
    from demand where quota.promotion_id = demand.promotion_id and quota.sku_id = demand.sku_id`
}

/** What an order has taken and not given back, its quotas locked. */
export async function lockTakings({ sql }: Work, orderId: string): Promise<QuotaDemand[]> {
  return sql<QuotaDemand>`
    select taking.promotion_id as "promotionId", taking.sku_id as "skuId", taking.qty - taking.returned_qty as qty
    from promotion_takings taking
    join promotion_quotas quota on quota.promotion_id = taking.promotion_id and quota.sku_id = taking.sku_id
    where taking.order_id = ${orderId}
    order by taking.promotion_id, taking.sku_id for update of quota, taking`
}

/** Gives back; never more than was taken. */
export async function returnTakings(
  { sql }: Work,
  demands: readonly QuotaDemand[],
  orderId: string,
): Promise<void> {
  const { promotionIds, skuIds, qtys } = columns(demands)
  await sql`
    with demand as (
      select * from unnest(${promotionIds}::uuid[], ${skuIds}::uuid[], ${qtys}::integer[]) as line (promotion_id, sku_id, qty)
    ), back as (
      update promotion_takings taking set returned_qty = taking.returned_qty + demand.qty
      from demand
      where taking.order_id = ${orderId} and taking.promotion_id = demand.promotion_id and taking.sku_id = demand.sku_id
      returning taking.promotion_id, taking.sku_id, taking.user_id, demand.qty
    ), counters as (
      update promotion_user_counters counter set taken = counter.taken - back.qty
      from back
      where counter.promotion_id = back.promotion_id and counter.sku_id = back.sku_id and counter.user_id = back.user_id
    )
    update promotion_quotas quota set taken = quota.taken - back.qty
    from back where quota.promotion_id = back.promotion_id and quota.sku_id = back.sku_id`
}

/** Notes the returns of an after-sale. @returns those that were not noted before. */
export async function insertReturns(
  { sql, now }: Work,
  demands: readonly QuotaDemand[],
  { orderId, aftersaleId }: { orderId: string; aftersaleId: string },
): Promise<QuotaDemand[]> {
  const { promotionIds, skuIds, qtys } = columns(demands)
  return sql<QuotaDemand>`
    insert into promotion_returns (aftersale_id, order_id, promotion_id, sku_id, qty, at)
    select ${aftersaleId}::uuid, ${orderId}::uuid, promotion_id, sku_id, qty, ${now}::timestamptz
    from unnest(${promotionIds}::uuid[], ${skuIds}::uuid[], ${qtys}::integer[]) as line (promotion_id, sku_id, qty)
    on conflict do nothing returning promotion_id as "promotionId", sku_id as "skuId", qty`
}
