import { inTransaction } from '@linli/events'
import { created, Envelope, type LimitRule, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { traceIdOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { callerOf } from '../login-logs/entry.ts'
import { writeLoginLog } from '../login-logs/write-login-log.ts'
import { revokeTokens } from './revoke-tokens.ts'
import { rotateTokens } from './rotate-tokens.ts'
import { RefreshBody, TokenPairView, toTokenPairView } from './token.schema.ts'
import type { Audience } from './token.ts'

// 256 random bits cannot be guessed: without Redis sessions go on.
const limit: LimitRule = { name: 'refresh', max: 600, windowMs: 60_000, whenUnavailable: 'allow' }

const DOORS = [
  { audience: 'user', prefix: '', name: '' },
  { audience: 'merchant', prefix: '/merchant', name: 'Merchant' },
  { audience: 'admin', prefix: '/admin', name: 'Admin' },
] as const satisfies readonly { audience: Audience; prefix: string; name: string }[]

/** Refresh and logout, alike for the three audiences. */
export const tokenRoutes: Routes<Deps> = (app, deps) => {
  for (const { audience, prefix, name } of DOORS) {
    app.post(
      `${prefix}/auth/tokens`,
      {
        config: { audience: 'public', limit },
        schema: {
          operationId: `refresh${name}Tokens`,
          summary: 'Exchange a refresh token for the next pair; each works once',
          tags: ['auth'],
          body: RefreshBody,
          response: { 201: Envelope(TokenPairView) },
        },
      },
      async (request, reply) => {
        const { refreshToken } = request.body
        const { lifetimes, announce } = deps
        const rotation = await inTransaction(deps, async (work: Work) => {
          const result = await rotateTokens(work, { audience, refreshToken, lifetimes, announce })
          if (result.outcome === 'reused') {
            const { subjectId } = result
            const entry = {
              audience,
              subjectId,
              method: 'REFRESH',
              outcome: 'REFUSED',
              reason: 'REUSED',
            } as const
            await writeLoginLog(work, { ...entry, ...callerOf(request), traceId: traceIdOf(request.span) })
          }
          return result
        })
        if (rotation.outcome !== 'issued') throw UserErrors.REFRESH_INVALID()
        const { issued } = rotation
        return reply
          .code(201)
          .send(created(toTokenPairView(await deps.sign(issued.claims), issued), deps.clock.now()))
      },
    )

    app.delete(
      `${prefix}/auth/tokens/current`,
      {
        config: { audience },
        schema: {
          operationId: `logout${name}`,
          summary: 'Log out: the access token ends within a second, its refresh token at once',
          tags: ['auth'],
          response: { 200: Envelope(Type.Null()) },
        },
      },
      async (request) => {
        const { identity } = request
        if (!identity) throw UserErrors.REFRESH_INVALID()
        const { id: subjectId, tokenId } = identity
        const { announce } = deps
        await inTransaction(deps, (work: Work) =>
          revokeTokens(work, { audience, subjectId, sessions: { tokenId }, reason: 'LOGOUT', announce }),
        )
        return ok(null, deps.clock.now())
      },
    )
  }
}
