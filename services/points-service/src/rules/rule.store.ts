import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { PointsErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Rule } from './rule.ts'

const POINTS_RULE = columns(Prisma.PointsRuleScalarFieldEnum)

/** The rule in effect. @throws NO_ACTIVE_RULE */
export async function currentRule(sql: Sql, at: Date): Promise<Rule> {
  const [row] = await sql`
    select ${POINTS_RULE} from points_rules where status = 'ACTIVE' and effective_from <= ${at}
    order by effective_from desc, version desc limit 1`
  if (!row) throw PointsErrors.NO_ACTIVE_RULE()
  return fromColumns<Rule>(row)
}

export async function listRules(sql: Sql): Promise<Rule[]> {
  const rows = await sql`select ${POINTS_RULE} from points_rules order by version desc`
  return rows.map((row) => fromColumns<Rule>(row))
}

export type RuleDraft = Omit<Rule, 'id' | 'version' | 'status'>

/** The next version, as a draft: what is in effect never changes. */
export async function addRule(work: Work, draft: RuleDraft): Promise<Rule> {
  await work.sql`select pg_advisory_xact_lock(hashtext('points_rules'))` // versions have no gaps and no doubles
  const [row] = await work.sql`
    insert into points_rules (id, version, name, status, effective_from, earn_per_fen, earn_order_cap, earn_day_cap,
      excluded_category_ids, redeem_fen_per_point, redeem_max_bp, redeem_order_cap, redeem_unit, with_coupon,
      with_activity, created_at)
    select ${newId(work.now)}, coalesce(max(version), 0) + 1, ${draft.name}, 'DRAFT', ${draft.effectiveFrom},
      ${draft.earnPerFen}, ${draft.earnOrderCap}, ${draft.earnDayCap}, ${draft.excludedCategoryIds}::uuid[],
      ${draft.redeemFenPerPoint}, ${draft.redeemMaxBp}, ${draft.redeemOrderCap}, ${draft.redeemUnit},
      ${draft.withCoupon}, ${draft.withActivity}, ${work.now}
    from points_rules returning ${POINTS_RULE}`
  return fromColumns<Rule>(row ?? {})
}

/** @throws RULE_NOT_FOUND, RULE_IN_USE when it is active: that one is in people's grants */
export async function editRule(work: Work, id: string, draft: RuleDraft): Promise<Rule> {
  const [row] = await work.sql`
    update points_rules set name = ${draft.name}, effective_from = ${draft.effectiveFrom},
      earn_per_fen = ${draft.earnPerFen}, earn_order_cap = ${draft.earnOrderCap}, earn_day_cap = ${draft.earnDayCap},
      excluded_category_ids = ${draft.excludedCategoryIds}::uuid[], redeem_fen_per_point = ${draft.redeemFenPerPoint},
      redeem_max_bp = ${draft.redeemMaxBp}, redeem_order_cap = ${draft.redeemOrderCap},
      redeem_unit = ${draft.redeemUnit}, with_coupon = ${draft.withCoupon}, with_activity = ${draft.withActivity}
    where id = ${id} and status = 'DRAFT' returning ${POINTS_RULE}`
  if (row) return fromColumns<Rule>(row)
  const known = await work.sql`select 1 from points_rules where id = ${id}`
  throw known.length > 0 ? PointsErrors.RULE_IN_USE() : PointsErrors.RULE_NOT_FOUND()
}

/** @throws RULE_NOT_FOUND, RULE_IN_USE when it is active already */
export async function activateRule(work: Work, id: string): Promise<Rule> {
  const [row] = await work.sql`select ${POINTS_RULE} from points_rules where id = ${id} for update`
  if (!row) throw PointsErrors.RULE_NOT_FOUND()
  if (row.status === 'ACTIVE') throw PointsErrors.RULE_IN_USE()
  const [active] =
    await work.sql`update points_rules set status = 'ACTIVE' where id = ${id} returning ${POINTS_RULE}`
  return fromColumns<Rule>(active ?? {})
}
