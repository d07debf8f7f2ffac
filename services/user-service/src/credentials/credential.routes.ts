import { inTransaction } from '@linli/events'
import { created, Envelope, type LimitRule, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { issueTokens } from '../tokens/issue-tokens.ts'
import { TokenPairView, toTokenPairView } from '../tokens/token.schema.ts'
import { changePassword } from './change-password.ts'
import { checkPassword, FAILURE_WINDOW_MS, MAX_FAILURES, type StaffAudience } from './credential.ts'
import { gatherCredential } from './gather-credential.ts'

const DOORS = [
  { audience: 'merchant', path: '/merchant/users/me/password', operationId: 'changeMerchantPassword' },
  { audience: 'admin', path: '/admin/admins/me/password', operationId: 'changeAdminPassword' },
] as const satisfies readonly { audience: StaffAudience; path: string; operationId: string }[]

const limit: LimitRule = {
  name: 'password-change',
  max: MAX_FAILURES,
  windowMs: FAILURE_WINDOW_MS,
  whenUnavailable: 'refuse',
}

const ChangePasswordBody = Type.Object(
  {
    password: Type.String({ minLength: 1, maxLength: 128 }),
    newPassword: Type.String({ minLength: 1, maxLength: 128 }),
  },
  { additionalProperties: false },
)

/** One's own password. */
export const credentialRoutes: Routes<Deps> = (app, deps) => {
  for (const { audience, path, operationId } of DOORS) {
    app.put(
      path,
      {
        config: { audience, limit },
        schema: {
          operationId,
          summary: 'Change my password; every session ends and this one gets a new pair',
          tags: ['auth'],
          body: ChangePasswordBody,
          response: { 201: Envelope(TokenPairView) },
        },
      },
      async (request, reply) => {
        const { password, newPassword } = request.body
        const subjectId = request.identity?.id ?? ''
        const credential = await gatherCredential(deps, { audience, subjectId, password })
        checkPassword(newPassword, credential.login)
        const oldHash = credential.passwordHash
        const newHash = await deps.passwords.hashUnused(newPassword, [oldHash, ...credential.history])
        const { announce, lifetimes } = deps
        const issued = await inTransaction(deps, async (work: Work) => {
          const change = { audience, subjectId, oldHash, newHash, origin: originOf(request), announce }
          await changePassword(work, change)
          return issueTokens(work, { audience, subjectId, lifetimes })
        })
        if (!issued) throw UserErrors.ACCOUNT_DISABLED()
        return reply
          .code(201)
          .send(created(toTokenPairView(await deps.sign(issued.claims), issued), deps.clock.now()))
      },
    )
  }
}
