import { MINUTE_MS } from '@linli/core'
import { defineJob, inTransaction } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { forgetCaptchas } from './captcha.store.ts'

export const forgetOldCaptchas = defineJob<Deps>({
  name: 'user.forget-captchas',
  everyMs: MINUTE_MS,
  run: (deps) => inTransaction(deps, (work: Work) => forgetCaptchas(work)),
})
