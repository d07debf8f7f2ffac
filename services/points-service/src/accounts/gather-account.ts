import { readTogether } from '@linli/events'
import type { Deps } from '../deps.ts'
import { gatherRule } from '../rules/gather-rule.ts'
import type { Rule } from '../rules/rule.ts'
import { findAccount } from './account.store.ts'
import type { Account } from './account.ts'

/** What a user has, and the rule that says what it is worth. @throws NO_ACTIVE_RULE */
export const gatherAccount = (deps: Deps, userId: string): Promise<[Account, Rule]> =>
  readTogether(deps, (sql) => Promise.all([findAccount(sql, userId), gatherRule({ ...deps, sql })]))
