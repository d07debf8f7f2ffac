import type { Work } from '../deps.ts'
import { currentRule } from './rule.store.ts'
import type { Rule } from './rule.ts'

/** The rule under which something is earned at this instant. @throws NO_ACTIVE_RULE */
export const useRule = (work: Work, at: Date): Promise<Rule> => currentRule(work.sql, at)
