import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { upsertRules } from './stacking.store.ts'
import { policiesOf, type StackingRule } from './stacking.ts'

/** @throws STACKING_INVALID for a pair with itself or a policy that means nothing for the pair */
export async function writeStackingRules(
  work: Work,
  rules: readonly StackingRule[],
  adminId: string,
): Promise<void> {
  for (const { one, other, policy } of rules) {
    if (one === other || !policiesOf(one, other).includes(policy)) {
      throw ActivityErrors.STACKING_INVALID({ one, other, policy })
    }
  }
  const pairs = new Set(rules.map(({ one, other }) => [one, other].sort().join()))
  const [first] = rules
  if (first && pairs.size < rules.length) throw ActivityErrors.STACKING_INVALID(first)
  await upsertRules(work, rules, adminId)
}
