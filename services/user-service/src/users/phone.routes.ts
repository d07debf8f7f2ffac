import { inTransaction, uniqueViolation } from '@linli/events'
import { Envelope, ok, type Routes, userOf } from '@linli/http'
import { originOf } from '../audit-logs/origin.ts'
import { gatherConsent } from '../consents/gather-consent.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { bindPhone } from './bind-phone.ts'
import { gatherPhone } from './gather-phone.ts'
import { PhoneBody, toUserView, UserView } from './user.schema.ts'

/** The number of a resident, as WeChat tells it (U02). */
export const phoneRoutes: Routes<Deps> = (app, deps) => {
  app.put(
    '/users/me/phone',
    {
      config: {
        audience: 'user',
        limit: { name: 'bind-phone', max: 10, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'bindMyPhone',
        summary: 'Bind or change my number with the code of a getPhoneNumber button',
        tags: ['users'],
        body: PhoneBody,
        response: { 200: Envelope(UserView) },
      },
    },
    async (request) => {
      const { id: userId } = userOf(request)
      await gatherConsent(deps, { userId, document: 'PRIVACY' })
      const phone = await gatherPhone(deps, request.body.code)
      const binding = { userId, phone, vault: deps.vault, origin: originOf(request) }
      const user = await inTransaction(deps, (work: Work) => bindPhone(work, binding)).catch(takenByAnother)
      return ok(toUserView(user, deps.vault), deps.clock.now())
    },
  )
}

/** @throws PHONE_IN_USE in place of the unique index's violation, everything else as it is. */
function takenByAnother(error: unknown): never {
  throw uniqueViolation(error) === undefined ? error : UserErrors.PHONE_IN_USE(undefined, error)
}
