import { MINUTE_MS } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, type Routes } from '@linli/http'
import { traceIdOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { callerOf } from '../login-logs/entry.ts'
import { writeLoginLog } from '../login-logs/write-login-log.ts'
import { issueTokens } from '../tokens/issue-tokens.ts'
import { toTokenPairView } from '../tokens/token.schema.ts'
import { registerUser } from '../users/register-user.ts'
import { toUserView } from '../users/user.schema.ts'
import { gatherCodeSession } from '../wechat/gather-code-session.ts'
import { WechatSessionBody, WechatSessionView } from './session.schema.ts'

/** Logins of residents. */
export const sessionRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/auth/wechat-sessions',
    {
      config: {
        audience: 'public',
        limit: { name: 'wechat-login', max: 1_200, windowMs: MINUTE_MS, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'createWechatSession',
        summary: 'Log in with a wx.login code; the first login registers',
        tags: ['auth'],
        body: WechatSessionBody,
        response: { 201: Envelope(WechatSessionView) },
      },
    },
    async (request, reply) => {
      const { code, inviterId } = request.body
      const { openid, unionid } = await gatherCodeSession(deps, deps.wechat, code)
      const log = {
        audience: 'user',
        method: 'WECHAT',
        ...callerOf(request),
        traceId: traceIdOf(request.span),
      } as const
      const { user, isNew, issued } = await inTransaction(deps, async (work: Work) => {
        const found = await registerUser(work, { appId: deps.wechat.appId, openid, unionid, inviterId })
        const subjectId = found.user.id
        const session = await issueTokens(work, { audience: 'user', subjectId, lifetimes: deps.lifetimes })
        const result = session
          ? ({ outcome: 'SUCCEEDED' } as const)
          : ({ outcome: 'REFUSED', reason: 'DISABLED' } as const)
        await writeLoginLog(work, { ...log, subjectId, ...result })
        return { ...found, issued: session }
      })
      if (!issued) throw UserErrors.ACCOUNT_DISABLED({ until: user.disabledUntil?.toISOString() ?? null })
      const pair = toTokenPairView(await deps.sign(issued.claims), issued)
      return reply
        .code(201)
        .send(created({ ...pair, isNew, user: toUserView(user, deps.vault) }, deps.clock.now()))
    },
  )
}
