import type { Deps } from '../deps.ts'
import { currentRule } from './rule.store.ts'
import type { Rule } from './rule.ts'

/** The rule in effect now, for previews and explanations. @throws NO_ACTIVE_RULE */
export const gatherRule = (deps: Deps): Promise<Rule> => currentRule(deps.sql, deps.clock.now())
