import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { forgetTries } from './credential.store.ts'

export const forgetLoginTries = defineJob<Deps>({
  name: 'user.forget-login-tries',
  everyMs: MINUTE_MS,
  run: (deps) => inTransaction(deps, (work: Work) => forgetTries(work)),
})
