import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, type LimitRule, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import { FAILURE_WINDOW_MS, MAX_FAILURES } from '../credentials/credential.ts'
import { gatherCredential } from '../credentials/gather-credential.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { checkSecondFactor } from './check-second-factor.ts'
import { confirmSecondFactor } from './confirm-second-factor.ts'
import { removeSecondFactor } from './remove-second-factor.ts'
import {
  ConfirmFactorBody,
  PreparedFactorView,
  PrepareFactorBody,
  RecoveryCodesView,
  RemoveFactorBody,
  SecondFactorView,
  toSecondFactorView,
} from './second-factor.schema.ts'
import { countRecoveryCodes, findFactor, saveUnconfirmed } from './second-factor.store.ts'

const tags = ['admins']
const audience = 'admin' as const
/** Codes are short: nobody may go through them. Setting it up takes two calls, and people mistype. */
const limit: LimitRule = {
  name: 'second-factor',
  max: 2 * MAX_FAILURES,
  windowMs: FAILURE_WINDOW_MS,
  whenUnavailable: 'refuse',
}

/** The second factor of administrators, an option of each for themselves (FA01). */
export const secondFactorRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/admins/me/second-factor',
    {
      config: { audience },
      schema: {
        operationId: 'getMySecondFactor',
        summary: 'Whether my log-ins ask for a code',
        tags,
        response: { 200: Envelope(SecondFactorView) },
      },
    },
    async (request) => {
      const { id } = adminOf(request)
      const [factor, left] = await Promise.all([findFactor(deps.sql, id), countRecoveryCodes(deps.sql, id)])
      return ok(toSecondFactorView(factor, left), deps.clock.now())
    },
  )

  app.post(
    '/admin/admins/me/second-factor',
    {
      config: { audience, limit },
      schema: {
        operationId: 'prepareMySecondFactor',
        summary: 'A secret for an app; nothing changes until a code from it is confirmed',
        tags,
        body: PrepareFactorBody,
        response: { 201: Envelope(PreparedFactorView) },
      },
    },
    async (request, reply) => {
      const { id: adminId } = adminOf(request)
      const { login } = await gatherCredential(deps, { audience, subjectId: adminId, ...request.body })
      const secret = deps.totp.newSecret()
      const factor = { adminId, secretSealed: deps.vault.seal(secret) }
      const isTaken = await inTransaction(deps, (work: Work) => saveUnconfirmed(work, factor))
      if (!isTaken) throw UserErrors.SECOND_FACTOR_ON()
      return reply.code(201).send(created({ secret, uri: deps.totp.uriOf(secret, login) }, deps.clock.now()))
    },
  )

  app.post(
    '/admin/admins/me/second-factor/confirmations',
    {
      config: { audience, limit },
      schema: {
        operationId: 'confirmMySecondFactor',
        summary: 'From now on log-ins ask for a code; this answer is the only one with the recovery codes',
        tags,
        body: ConfirmFactorBody,
        response: { 201: Envelope(RecoveryCodesView) },
      },
    },
    async (request, reply) => {
      const { vault, totp } = deps
      const { code } = request.body
      const confirming = { adminId: adminOf(request).id, code, vault, totp, origin: originOf(request) }
      const recoveryCodes = await inTransaction(deps, (work: Work) => confirmSecondFactor(work, confirming))
      return reply.code(201).send(created({ recoveryCodes }, deps.clock.now()))
    },
  )

  app.post(
    '/admin/admins/me/second-factor/removals',
    {
      config: { audience, limit },
      schema: {
        operationId: 'removeMySecondFactor',
        summary: 'Log-ins ask for no code any more; needs the password and a code',
        tags,
        body: RemoveFactorBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id: adminId } = adminOf(request)
      const { password, code } = request.body
      await gatherCredential(deps, { audience, subjectId: adminId, password })
      const { vault, totp } = deps
      await inTransaction(deps, async (work: Work) => {
        const verdict = await checkSecondFactor(work, { adminId, code, vault, totp })
        if (verdict === 'wrong') throw UserErrors.SECOND_FACTOR_WRONG()
        await removeSecondFactor(work, { adminId, origin: originOf(request) })
      })
      return ok(null, deps.clock.now())
    },
  )
}
