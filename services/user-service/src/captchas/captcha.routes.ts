import { randomInt } from 'node:crypto'
import { MINUTE_MS, newId } from '@linli/core'
import { inTransaction } from '@linli/events'
import { Envelope, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { insertCaptcha } from './captcha.store.ts'
import { captchaSecret, captchaText, drawCaptcha } from './captcha.ts'

const CAPTCHA_MS = 3 * MINUTE_MS

export const captchaRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/auth/captchas',
    {
      config: {
        audience: 'public',
        limit: { name: 'captcha', max: 60, windowMs: MINUTE_MS, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'getCaptcha',
        summary: 'A captcha for merchant and admin logins; good for one try within three minutes',
        tags: ['auth'],
        response: {
          200: Envelope(
            Type.Object({
              captchaId: IdSchema,
              svg: Type.String(),
              expiresAt: Type.String({ format: 'date-time' }),
            }),
          ),
        },
      },
    },
    async () => {
      const now = deps.clock.now()
      const captchaId = newId(now)
      const text = captchaText(randomInt)
      const expiresAt = new Date(now.getTime() + CAPTCHA_MS)
      const answerHash = deps.vault.index(captchaSecret(captchaId, text))
      await inTransaction(deps, (work: Work) => insertCaptcha(work, { id: captchaId, answerHash, expiresAt }))
      const svg = drawCaptcha(text, randomInt)
      return ok({ captchaId, svg, expiresAt: expiresAt.toISOString() }, now)
    },
  )
}
