import { MINUTE_MS } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, type LimitRule, type Routes } from '@linli/http'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { originOf, traceIdOf } from '../audit-logs/origin.ts'
import { captchaSecret } from '../captchas/captcha.ts'
import { type Charge, chargeLogin } from '../credentials/charge-login.ts'
import {
  accountKey,
  type Credential,
  checkPassword,
  normalizeLogin,
  type StaffAudience,
} from '../credentials/credential.ts'
import { settleLogin } from '../credentials/settle-login.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { callerOf } from '../login-logs/entry.ts'
import { writeLoginLog } from '../login-logs/write-login-log.ts'
import { maskLogin } from '../personal-data/masking.ts'
import { checkSecondFactor } from '../second-factors/check-second-factor.ts'
import type { CodeVerdict } from '../second-factors/second-factor.ts'
import type { Issued } from '../tokens/token.ts'
import { openSession } from './open-session.ts'
import { PasswordSessionBody, PasswordSessionView, toPasswordSessionView } from './session.schema.ts'

const DOORS = [
  { audience: 'merchant', path: '/merchant/auth/sessions', operationId: 'createMerchantSession' },
  { audience: 'admin', path: '/admin/auth/sessions', operationId: 'createAdminSession' },
] as const satisfies readonly { audience: StaffAudience; path: string; operationId: string }[]

const limit: LimitRule = { name: 'password-login', max: 120, windowMs: MINUTE_MS, whenUnavailable: 'refuse' }

/** Logins of merchant staff and administrators. */
export const passwordSessionRoutes: Routes<Deps> = (app, deps) => {
  for (const { audience, path, operationId } of DOORS) {
    app.post(
      path,
      {
        config: { audience: 'public', limit },
        schema: {
          operationId,
          summary: 'Log in with a password; a captcha after 3 failures, locked for 15 minutes after 5',
          tags: ['auth'],
          body: PasswordSessionBody,
          response: { 201: Envelope(PasswordSessionView) },
        },
      },
      async (request, reply) => {
        const issued = await logIn(deps, { audience, request, body: request.body })
        return reply
          .code(201)
          .send(created(toPasswordSessionView(await deps.sign(issued.claims), issued), deps.clock.now()))
      },
    )
  }
}

type LogIn = {
  readonly audience: StaffAudience
  readonly request: FastifyRequest
  readonly body: Static<typeof PasswordSessionBody>
}

/** Count the try, check the password outside any transaction (bcrypt is slow on purpose), then say how it ended. */
async function logIn(deps: Deps, { audience, request, body }: LogIn): Promise<Issued> {
  const login = normalizeLogin(body.login)
  const key = deps.vault.index(accountKey(audience, login))
  const log = { loginMasked: maskLogin(login), ...callerOf(request), traceId: traceIdOf(request.span) }
  const refuse = (reason: string, subjectId?: string) => async (work: Work) =>
    writeLoginLog(work, { audience, subjectId, method: 'PASSWORD', outcome: 'REFUSED', reason, ...log })

  const charge = await inTransaction(deps, async (work: Work) => {
    const charged = await chargeLogin(work, {
      audience,
      login,
      accountKey: key,
      ip: request.ip,
      maxPerIp: deps.maxFailuresPerIp,
      captcha: captchaOf(deps, body),
    })
    if (charged.outcome !== 'go') await refuse(charged.outcome.toUpperCase())(work)
    return charged
  })
  if (charge.outcome !== 'go') throw refusalOf(charge)
  const { attemptId, credential } = charge
  const settle = (result: 'failed' | 'dropped', reason: string) =>
    inTransaction(deps, async (work: Work) => {
      await settleLogin(work, { attemptId, accountKey: key, result })
      await refuse(reason, credential?.subjectId)(work)
    })

  const right = await deps.passwords.verify(body.password, credential?.passwordHash)
  if (!credential || !right) {
    await settle('failed', 'WRONG_PASSWORD')
    throw UserErrors.LOGIN_FAILED()
  }
  let newHash: string | undefined
  try {
    newHash = await replacementOf(deps, credential, body)
  } catch (error) {
    await settle('dropped', 'PASSWORD_CHANGE_REQUIRED')
    throw error
  }
  const { subjectId, passwordHash } = credential
  const verdict = await codeVerdictOf(deps, { audience, subjectId, code: body.secondFactorCode })
  if (verdict === 'missing') {
    await settle('dropped', 'SECOND_FACTOR_REQUIRED')
    throw UserErrors.SECOND_FACTOR_REQUIRED()
  }
  if (verdict === 'wrong') {
    await settle('failed', 'WRONG_SECOND_FACTOR')
    throw UserErrors.SECOND_FACTOR_WRONG()
  }
  const { lifetimes, announce } = deps
  const origin = { ...originOf(request), actorType: audience, actorId: subjectId }
  const opening = {
    audience,
    subjectId,
    attemptId,
    accountKey: key,
    passwordHash,
    newHash,
    origin,
    log,
    lifetimes,
    announce,
  }
  const issued = await inTransaction(deps, (work: Work) => openSession(work, opening))
  if (!issued) throw UserErrors.ACCOUNT_DISABLED()
  return issued
}

/** The code is taken before the session is opened: whatever comes of it, that code is good no more. */
async function codeVerdictOf(
  deps: Deps,
  { audience, subjectId, code }: { audience: StaffAudience; subjectId: string; code: string | undefined },
): Promise<CodeVerdict> {
  if (audience !== 'admin') return 'none-asked'
  const { vault, totp } = deps
  return inTransaction(deps, (work: Work) =>
    checkSecondFactor(work, { adminId: subjectId, code, vault, totp }),
  )
}

function captchaOf(deps: Deps, { captchaId, captchaAnswer }: LogIn['body']) {
  if (captchaId === undefined || captchaAnswer === undefined) return undefined
  return { id: captchaId, answerHash: deps.vault.index(captchaSecret(captchaId, captchaAnswer)) }
}

function refusalOf(charge: Exclude<Charge, { outcome: 'go' }>): Error {
  if (charge.outcome === 'captcha-required') return UserErrors.CAPTCHA_REQUIRED()
  if (charge.outcome === 'captcha-wrong') return UserErrors.CAPTCHA_WRONG()
  return UserErrors.LOGIN_LOCKED({ retryAfter: charge.retryAfter })
}

/** The hash of the new password where one is due or wanted. @throws PASSWORD_CHANGE_REQUIRED, PASSWORD_WEAK, PASSWORD_USED_BEFORE */
async function replacementOf(
  deps: Deps,
  credential: Credential,
  body: LogIn['body'],
): Promise<string | undefined> {
  if (body.newPassword === undefined) {
    if (credential.mustChange) throw UserErrors.PASSWORD_CHANGE_REQUIRED()
    return undefined
  }
  checkPassword(body.newPassword, credential.login)
  return deps.passwords.hashUnused(body.newPassword, [credential.passwordHash, ...credential.history])
}
