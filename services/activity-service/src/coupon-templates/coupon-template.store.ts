import { CommonErrors, newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { CouponTemplate, TemplateDraft } from './coupon-template.ts'

const COUPON_TEMPLATE = columns(Prisma.CouponTemplateScalarFieldEnum)

export type Actor = { readonly type: 'STAFF' | 'ADMIN' | 'SYSTEM'; readonly id?: string }

const toTemplate = (row: object): CouponTemplate => fromColumns<CouponTemplate>(row)

/** @throws TEMPLATE_NOT_FOUND */
export async function loadTemplate(sql: Sql, id: string): Promise<CouponTemplate> {
  const [row] = await sql`select ${COUPON_TEMPLATE} from coupon_templates where id = ${id}`
  if (!row) throw ActivityErrors.TEMPLATE_NOT_FOUND({ templateId: id })
  return toTemplate(row)
}

/** @throws TEMPLATE_NOT_FOUND */
export async function lockTemplate({ sql }: Work, id: string): Promise<CouponTemplate> {
  const [row] = await sql`select ${COUPON_TEMPLATE} from coupon_templates where id = ${id} for update`
  if (!row) throw ActivityErrors.TEMPLATE_NOT_FOUND({ templateId: id })
  return toTemplate(row)
}

/** Templates that residents may claim at `at`, newest first; what is sold out stays in the list. */
export async function listCentre(
  sql: Sql,
  { at, after, limit }: { at: Date; after: string | undefined; limit: number },
): Promise<CouponTemplate[]> {
  const rows = await sql`
    select ${COUPON_TEMPLATE} from coupon_templates
    where channel = 'CENTRE' and status = 'ACTIVE' and coalesce(claim_from <= ${at}, true)
      and coalesce(claim_until > ${at}, true) and coalesce((validity->>'until')::timestamptz > ${at}, true)
      and (${after ?? null}::uuid is null or id < ${after ?? null}::uuid)
    order by id desc limit ${limit}`
  return rows.map(toTemplate)
}

export async function listRegisterTemplates(sql: Sql): Promise<CouponTemplate[]> {
  const rows =
    await sql`select ${COUPON_TEMPLATE} from coupon_templates where channel = 'REGISTER' and status = 'ACTIVE' order by id`
  return rows.map(toTemplate)
}

export type Filter = {
  readonly status?: string | undefined
  readonly channel?: string | undefined
  readonly merchantId?: string | undefined
  readonly name?: string | undefined
}

export async function pageTemplates(
  sql: Sql,
  { status, channel, merchantId, name }: Filter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ templates: CouponTemplate[]; total: number }> {
  const rows = await sql<{ matching: number }>`
    select ${COUPON_TEMPLATE.of('template')}, count(*) over () as matching from coupon_templates template
    where (${status ?? null}::text is null or status = ${status ?? null})
      and (${channel ?? null}::text is null or channel = ${channel ?? null})
      and (${merchantId ?? null}::uuid is null or merchant_id = ${merchantId ?? null}::uuid)
      and (${name ?? null}::text is null or position(${name ?? null}::text in name) > 0)
    order by id desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return {
    templates: rows.map(({ matching: _matching, ...row }) => toTemplate(row)),
    total: rows[0]?.matching ?? 0,
  }
}

export async function insertTemplate(
  work: Work,
  draft: TemplateDraft,
  actor: Actor & { id: string },
): Promise<CouponTemplate> {
  const { sql, now } = work
  const id = newId(now)
  const [row] = await sql`
    with written as (
      insert into coupon_templates (id, name, description, merchant_id, funding, channel, audience, audience_ids, terms,
        validity, claim_from, claim_until, total, per_user_limit, per_day_limit, budget_fen, status, version, created_by,
        created_at, updated_at)
      values (${id}, ${draft.name}, ${draft.description}, ${draft.merchantId}, ${draft.funding}, ${draft.channel},
        ${draft.audience}, ${draft.audienceIds}, ${JSON.stringify(draft.terms)}, ${JSON.stringify(draft.validity)},
        ${draft.claimFrom}, ${draft.claimUntil}, ${draft.total}, ${draft.perUserLimit}, ${draft.perDayLimit},
        ${draft.budgetFen}, 'DRAFT', 1, ${actor.id}, ${now}, ${now})
      returning ${COUPON_TEMPLATE}
    ), history as (
      insert into coupon_template_history (template_id, event, to_status, actor_type, actor_id, reason, trace_id, at)
      select id, 'create', status, ${actor.type}, ${actor.id}, '', ${activeTraceId()}, ${now} from written
    )
    select * from written`
  if (!row) throw new Error('the inserted template was not returned')
  return toTemplate(row)
}

export type Step = { readonly event: string; readonly actor: Actor; readonly reason: string }

/** Saves a template whose row is locked, with its history row. @throws VERSION_CONFLICT */
export async function saveTemplate(
  { sql, now }: Work,
  before: CouponTemplate,
  { next, step }: { next: CouponTemplate; step: Step },
): Promise<void> {
  const saved = await sql`
    with history as (
      insert into coupon_template_history (template_id, from_status, event, to_status, actor_type, actor_id, reason, trace_id, at)
      values (${next.id}, ${before.status}, ${step.event}, ${next.status}, ${step.actor.type}, ${step.actor.id ?? null},
              ${step.reason}, ${activeTraceId()}, ${now})
    )
    update coupon_templates set name = ${next.name}, description = ${next.description}, merchant_id = ${next.merchantId},
      funding = ${next.funding}, channel = ${next.channel}, audience = ${next.audience}, audience_ids = ${next.audienceIds},
      terms = ${JSON.stringify(next.terms)}, validity = ${JSON.stringify(next.validity)}, claim_from = ${next.claimFrom},
      claim_until = ${next.claimUntil}, total = ${next.total}, per_user_limit = ${next.perUserLimit},
      per_day_limit = ${next.perDayLimit}, budget_fen = ${next.budgetFen}, status = ${next.status}, version = ${next.version},
      updated_at = ${now}
    where id = ${next.id} and version = ${before.version} returning id`
  if (saved.length === 0) throw CommonErrors.VERSION_CONFLICT()
}

/**
 * One coupon more is issued, under the terms that were read (A05). One statement decides who gets the last.
 * @returns undefined when it is sold out, not active or was edited meanwhile; else whether that was the last.
 */
export async function takeOne(
  { sql }: Work,
  template: CouponTemplate,
): Promise<{ last: boolean } | undefined> {
  const [row] = await sql<{ last: boolean }>`
    update coupon_templates set issued = issued + 1
    where id = ${template.id} and status = 'ACTIVE' and version = ${template.version} and issued < total
    returning issued = total as last`
  return row
}

/** Reserves (or with a negative amount frees) budget; templates without one are not touched. @returns false when it is short. */
export async function moveBudget({ sql }: Work, templateId: string, fen: number): Promise<boolean> {
  const [row] = await sql<{ ok: boolean }>`
    with moved as (
      update coupon_templates set committed_fen = committed_fen + ${fen}
      where id = ${templateId} and budget_fen is not null and committed_fen + ${fen} <= budget_fen returning id
    )
    select exists (select from moved) or budget_fen is null as ok from coupon_templates where id = ${templateId}`
  return row?.ok ?? false
}

/** Templates whose time is over, some at a time. */
export async function claimOver({ sql, now }: Work, limit: number): Promise<CouponTemplate[]> {
  const rows = await sql`
    select ${COUPON_TEMPLATE} from coupon_templates
    where status in ('ACTIVE', 'PAUSED') and (claim_until <= ${now} or (validity->>'until')::timestamptz <= ${now})
    order by id limit ${limit} for update skip locked`
  return rows.map(toTemplate)
}

/** A draft with its history. */
export async function deleteTemplate({ sql }: Work, id: string): Promise<void> {
  await sql`delete from coupon_template_history where template_id = ${id}`
  await sql`delete from coupon_templates where id = ${id}`
}
