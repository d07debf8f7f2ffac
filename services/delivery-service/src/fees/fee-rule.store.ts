import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { FeeRule, FeeRuleDraft } from './fee-rule.ts'

const FEE_RULE = columns(Prisma.FeeRuleScalarFieldEnum)

const toRule = (row: object) => fromColumns<FeeRule>(row)

/** @throws FEE_RULE_NOT_FOUND */
export async function loadRule(sql: Sql, id: string): Promise<FeeRule> {
  const [row] = await sql`select ${FEE_RULE} from fee_rules where id = ${id}`
  if (!row) throw DeliveryErrors.FEE_RULE_NOT_FOUND({ ruleId: id })
  return toRule(row)
}

/** The rule of a community and mode: its own before the general one, the newest of several. */
export async function ruleFor(sql: Sql, communityId: string, mode: string): Promise<FeeRule | undefined> {
  const [row] = await sql`
    select ${FEE_RULE} from fee_rules where enabled and mode = ${mode}
      and (${communityId}::uuid = any(community_ids) or cardinality(community_ids) = 0)
    order by cardinality(community_ids) = 0, id desc limit 1`
  return row && toRule(row)
}

export async function listRules(
  sql: Sql,
  { skip, take }: { skip: number; take: number },
): Promise<{ items: FeeRule[]; total: number }> {
  const rows = await sql<{ total: number }>`
    select ${FEE_RULE}, count(*) over () as total from fee_rules order by mode, id desc limit ${take} offset ${skip}`
  return { items: rows.map(toRule), total: rows[0]?.total ?? 0 }
}

export async function insertRule(work: Work, draft: FeeRuleDraft, actorId: string): Promise<FeeRule> {
  const stamp = { id: newId(work.now), version: 1, createdAt: work.now, updatedAt: work.now }
  const [row] = await work.sql`
    insert into fee_rules (${FEE_RULE})
    select ${FEE_RULE} from jsonb_populate_record(null::fee_rules, ${JSON.stringify(toColumns({ ...draft, ...stamp }))}::jsonb)
    returning ${FEE_RULE}`
  if (!row) throw new Error('the inserted rule was not returned')
  const rule = toRule(row)
  await keepVersion(work, rule, actorId)
  return rule
}

type Edit = { readonly id: string; readonly version: number; readonly actorId: string }

/** @throws FEE_RULE_NOT_FOUND, VERSION_CONFLICT */
export async function updateRule(
  work: Work,
  { id, version, actorId }: Edit,
  draft: FeeRuleDraft,
): Promise<FeeRule> {
  const [row] = await work.sql`
    update fee_rules as old set
      name = new.name, mode = new.mode, community_ids = new.community_ids, base_fen = new.base_fen,
      distance_tiers = new.distance_tiers, weight_tiers = new.weight_tiers,
      free_threshold_fen = new.free_threshold_fen, min_order_fen = new.min_order_fen, enabled = new.enabled,
      version = old.version + 1, updated_at = ${work.now}
    from jsonb_populate_record(null::fee_rules, ${JSON.stringify(toColumns(draft))}::jsonb) as new
    where old.id = ${id} and old.version = ${version} returning ${FEE_RULE.of('old')}`
  if (!row) {
    await loadRule(work.sql, id)
    throw CommonErrors.VERSION_CONFLICT({ ruleId: id })
  }
  const rule = toRule(row)
  await keepVersion(work, rule, actorId)
  return rule
}

/** What a quoted rule said stays readable (D05: the quote names its version). */
async function keepVersion(work: Work, { id }: FeeRule, actorId: string): Promise<void> {
  await work.sql`
    insert into fee_rule_versions (rule_id, version, rule, actor_id, created_at)
    select id, version, to_jsonb(fee_rules), ${actorId}, ${work.now} from fee_rules where id = ${id}`
}
