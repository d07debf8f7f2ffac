import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import { checkPassword } from '../credentials/credential.ts'
import type { Deps, Work } from '../deps.ts'
import { hasAdmins } from './admin.store.ts'
import { openOffice } from './open-office.ts'

/** A new installation has nobody who could make anybody: the first administrator comes from the environment. */
export const makeFirstAdmin = defineJob<Deps>({
  name: 'user.make-first-admin',
  everyMs: MINUTE_MS,
  async run(deps) {
    if (!deps.firstAdmin || (await hasAdmins(deps.sql))) return 0
    const { login, password } = deps.firstAdmin
    checkPassword(password, login)
    const passwordHash = await deps.passwords.hash(password)
    return inTransaction(deps, (work: Work) => openOffice(work, { login, passwordHash }))
  },
})
