import { newId } from '@linli/core'
import { type CaptchaAnswer, consumeCaptcha } from '../captchas/consume-captcha.ts'
import type { Work } from '../deps.ts'
import { countTries, findByLogin, insertTry, lockTries } from './credential.store.ts'
import { type Credential, judgeTries, type StaffAudience } from './credential.ts'

type Charging = {
  readonly audience: StaffAudience
  readonly login: string
  /** Blind index of the account, so that the table of tries names nobody. */
  readonly accountKey: string
  readonly ip: string
  readonly maxPerIp: number
  readonly captcha?: CaptchaAnswer | undefined
}

export type Charge =
  | { readonly outcome: 'go'; readonly attemptId: string; readonly credential: Credential | undefined }
  | { readonly outcome: 'locked'; readonly retryAfter: number }
  | { readonly outcome: 'wait'; readonly retryAfter: number }
  | { readonly outcome: 'captcha-required' }
  | { readonly outcome: 'captcha-wrong' }

/** Counts a password try before the password is looked at; the same whether the account exists or not. */
export async function chargeLogin(work: Work, input: Charging): Promise<Charge> {
  const { audience, login, accountKey, ip, maxPerIp, captcha } = input
  await lockTries(work, { accountKey, ip })
  const tries = await countTries(work, { accountKey, ip })
  const verdict = judgeTries(tries.account, tries.ip, { at: work.now, maxPerIp })
  if (verdict.verdict !== 'go') return { outcome: verdict.verdict, retryAfter: verdict.retryAfter }
  if (verdict.needsCaptcha) {
    if (!captcha) return { outcome: 'captcha-required' }
    if (!(await consumeCaptcha(work, captcha))) return { outcome: 'captcha-wrong' }
  }
  const attemptId = newId(work.now)
  await insertTry(work, { id: attemptId, audience, accountKey, ip })
  return { outcome: 'go', attemptId, credential: await findByLogin(work, { audience, login }) }
}
