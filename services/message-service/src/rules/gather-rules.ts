import type { Sql } from '@linli/events'
import type { Deps } from '../deps.ts'
import { rulesWith } from './built-in.ts'
import { loadOverrides } from './rule.store.ts'
import type { Rules } from './rule.ts'

/** The rules in force: remembered for some seconds, so an event costs no look-up. @param sql where to look. */
export function gatherRules({ rules, clock }: Pick<Deps, 'rules' | 'clock'>, sql: Sql): Promise<Rules> {
  return rules.get(clock.now().getTime(), async () => rulesWith(await loadOverrides(sql)))
}
