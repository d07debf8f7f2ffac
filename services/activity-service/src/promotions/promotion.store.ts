import { CommonErrors, newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { QuotaLeft } from './price.ts'
import type { Promotion, PromotionType, Quota } from './promotion.ts'
import type { PromotionDraft } from './promotion-draft.ts'

const PROMOTION = columns(Prisma.PromotionScalarFieldEnum)

export type Actor = { readonly type: 'ADMIN' | 'SYSTEM'; readonly id?: string }

type Row = Record<string, unknown> & { quotas: Quota[] | null }
const toPromotion = ({ quotas, ...row }: Row): Promotion => ({
  ...fromColumns<Promotion>(row),
  quotas: quotas ?? [],
})

/** Promotions that price baskets now, will within their window, or did until `since`. */
export async function listPricing(
  sql: Sql,
  { now, since }: { now: Date; since: Date },
): Promise<Promotion[]> {
  const rows = await sql<Row>`
    select ${PROMOTION.of('promotion')}, (
      select json_agg(json_build_object('skuId', sku_id, 'quota', quota, 'perUserLimit', per_user_limit) order by sku_id)
      from promotion_quotas quota where quota.promotion_id = promotion.id) as quotas
    from promotions promotion
    where ends_at > ${since} and (status in ('SCHEDULED', 'RUNNING') or (status = 'ENDED' and ends_at <= ${now}))
    order by id`
  return rows.map(toPromotion)
}

/** @throws PROMOTION_NOT_FOUND */
export async function loadPromotion(sql: Sql, id: string): Promise<Promotion> {
  const [row] = await sql<Row>`
    select ${PROMOTION.of('promotion')}, (
      select json_agg(json_build_object('skuId', sku_id, 'quota', quota, 'perUserLimit', per_user_limit) order by sku_id)
      from promotion_quotas quota where quota.promotion_id = promotion.id) as quotas
    from promotions promotion where id = ${id}`
  if (!row) throw ActivityErrors.PROMOTION_NOT_FOUND({ promotionId: id })
  return toPromotion(row)
}

/** The promotion, its row locked. @throws PROMOTION_NOT_FOUND */
export async function lockPromotionRow({ sql }: Work, id: string): Promise<Promotion> {
  await sql`select id from promotions where id = ${id} for update`
  return loadPromotion(sql, id)
}

export type Filter = { readonly status?: string | undefined; readonly type?: string | undefined }

export async function pagePromotions(
  sql: Sql,
  { status, type }: Filter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ promotions: Promotion[]; total: number }> {
  const rows = await sql<Row & { total: number }>`
    select ${PROMOTION.of('promotion')}, count(*) over () as total, (
      select json_agg(json_build_object('skuId', sku_id, 'quota', quota, 'perUserLimit', per_user_limit) order by sku_id)
      from promotion_quotas quota where quota.promotion_id = promotion.id) as quotas
    from promotions promotion
    where (${status ?? null}::text is null or status = ${status ?? null})
      and (${type ?? null}::text is null or type = ${type ?? null})
    order by id desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return {
    promotions: rows.map(({ total: _total, ...row }) => toPromotion({ ...row, quotas: row.quotas })),
    total: rows[0]?.total ?? 0,
  }
}

export async function insertPromotion(
  work: Work,
  draft: PromotionDraft,
  adminId: string,
): Promise<Promotion> {
  const { sql, now } = work
  const id = newId(now)
  const type: PromotionType = draft.rule.type
  await sql`
    with written as (
      insert into promotions (id, type, name, merchant_id, funding, scope, rule, starts_at, ends_at, status, version,
        created_by, created_at, updated_at)
      values (${id}, ${type}, ${draft.name}, ${draft.merchantId}, ${draft.funding}, ${JSON.stringify(draft.scope)},
        ${JSON.stringify(draft.rule)}, ${draft.startsAt}, ${draft.endsAt}, 'DRAFT', 1, ${adminId}, ${now}, ${now})
    )
    insert into promotion_history (promotion_id, event, to_status, actor_type, actor_id, reason, trace_id, at)
    values (${id}, 'create', 'DRAFT', 'ADMIN', ${adminId}, '', ${activeTraceId()}, ${now})`
  await replaceQuotas(work, id, draft.quotas)
  return { ...draft, id, status: 'DRAFT', version: 1 }
}

export type Step = { readonly event: string; readonly actor: Actor; readonly reason: string }

/** Saves a promotion whose row is locked, with its history row. @throws VERSION_CONFLICT */
export async function savePromotion(
  work: Work,
  before: Promotion,
  { next, step }: { next: Promotion; step: Step },
): Promise<void> {
  const saved = await work.sql`
    with history as (
      insert into promotion_history (promotion_id, from_status, event, to_status, actor_type, actor_id, reason, trace_id, at)
      values (${next.id}, ${before.status}, ${step.event}, ${next.status}, ${step.actor.type}, ${step.actor.id ?? null},
              ${step.reason}, ${activeTraceId()}, ${work.now})
    )
    update promotions set type = ${next.rule.type}, name = ${next.name}, merchant_id = ${next.merchantId},
      funding = ${next.funding}, scope = ${JSON.stringify(next.scope)}, rule = ${JSON.stringify(next.rule)},
      starts_at = ${next.startsAt}, ends_at = ${next.endsAt}, status = ${next.status}, version = ${next.version},
      updated_at = ${work.now}
    where id = ${next.id} and version = ${before.version} returning id`
  if (saved.length === 0) throw CommonErrors.VERSION_CONFLICT()
  if (next.quotas !== before.quotas) await replaceQuotas(work, next.id, next.quotas)
}

/** A quota that was taken from stays. @throws a check violation when a quota would be below what was sold. */
async function replaceQuotas({ sql }: Work, promotionId: string, quotas: readonly Quota[]): Promise<void> {
  const skuIds = quotas.map(({ skuId }) => skuId)
  await sql`
    delete from promotion_quotas where promotion_id = ${promotionId} and taken = 0 and sku_id <> all(${skuIds}::uuid[])
      and not exists (select from promotion_takings taking
                      where taking.promotion_id = promotion_quotas.promotion_id and taking.sku_id = promotion_quotas.sku_id)`
  await sql`
    insert into promotion_quotas (promotion_id, sku_id, quota, per_user_limit)
    select ${promotionId}::uuid, quota.* from unnest(${skuIds}::uuid[], ${quotas.map(({ quota }) => quota)}::integer[],
      ${quotas.map(({ perUserLimit }) => perUserLimit)}::integer[]) as quota (sku_id, quota, per_user_limit)
    on conflict (promotion_id, sku_id) do update set quota = excluded.quota, per_user_limit = excluded.per_user_limit`
}

export type LeftRow = QuotaLeft & { readonly promotionId: string; readonly skuId: string }

/** What is left of the quotas of these SKUs, in all and for the user. */
export async function listLeft(
  sql: Sql,
  {
    promotionIds,
    skuIds,
    userId,
  }: { promotionIds: readonly string[]; skuIds: readonly string[]; userId: string | undefined },
): Promise<LeftRow[]> {
  const rows = await sql<{
    promotion_id: string
    sku_id: string
    quota_left: number | null
    user_left: number | null
  }>`
    select quota.promotion_id, quota.sku_id, quota.quota - quota.taken as quota_left,
           greatest(0, quota.per_user_limit - coalesce(counter.taken, 0)) as user_left
    from promotion_quotas quota
    left join promotion_user_counters counter
      on counter.promotion_id = quota.promotion_id and counter.sku_id = quota.sku_id and counter.user_id = ${userId ?? null}::uuid
    where quota.promotion_id = any(${promotionIds}::uuid[]) and quota.sku_id = any(${skuIds}::uuid[])`
  return rows.map((row) => ({
    promotionId: row.promotion_id,
    skuId: row.sku_id,
    quotaLeft: row.quota_left ?? undefined,
    userLeft: row.user_left ?? undefined,
  }))
}

/** Promotions whose stored state is behind the time, some at a time. */
export async function claimDue({ sql, now }: Work, limit: number): Promise<Promotion[]> {
  const rows = await sql<Row>`
    select ${PROMOTION.of('promotion')}, null as quotas from promotions promotion
    where (status in ('SCHEDULED', 'RUNNING', 'PAUSED') and ends_at <= ${now}) or (status = 'SCHEDULED' and starts_at <= ${now})
    order by id limit ${limit} for update skip locked`
  return rows.map(toPromotion)
}

/** A draft with its history and quotas. */
export async function deletePromotionRow({ sql }: Work, id: string): Promise<void> {
  await sql`delete from promotion_history where promotion_id = ${id}`
  await sql`delete from promotion_quotas where promotion_id = ${id}`
  await sql`delete from promotions where id = ${id}`
}
