import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { ordered, type StackingRule } from './stacking.ts'

/** What differs from the defaults. */
export const listOverrides = (sql: Sql): Promise<StackingRule[]> =>
  sql<StackingRule>`select one, other, policy from stacking_rules`

export async function upsertRules(
  { sql, now }: Work,
  rules: readonly StackingRule[],
  adminId: string,
): Promise<void> {
  const pairs = rules.map(({ one, other }) => ordered(one, other))
  await sql`
    insert into stacking_rules (one, other, policy, version, updated_by, updated_at)
    select rule.one, rule.other, rule.policy, 1, ${adminId}::uuid, ${now}::timestamptz
    from unnest(${pairs.map(([one]) => one)}::text[], ${pairs.map(([, other]) => other)}::text[],
      ${rules.map(({ policy }) => policy)}::text[]) as rule (one, other, policy)
    on conflict (one, other) do update
      set policy = excluded.policy, version = stacking_rules.version + 1, updated_by = excluded.updated_by,
          updated_at = excluded.updated_at`
}
