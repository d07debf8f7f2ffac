import { MINUTE_MS } from '@linli/core'
import { UserErrors } from '../errors.ts'

export type StaffAudience = 'merchant' | 'admin'

export type Credential = {
  readonly audience: StaffAudience
  readonly subjectId: string
  readonly login: string
  readonly passwordHash: string
  /** Somebody else chose the password: it must be replaced at the first login. */
  readonly mustChange: boolean
  /** Hashes of earlier passwords, newest first. */
  readonly history: readonly string[]
}

/** product.md U04. */
export const FAILURE_WINDOW_MS = 15 * MINUTE_MS
export const MAX_FAILURES = 5
/** The last ones before the lock: of five, those after the third. */
const TRIES_WITH_CAPTCHA = 2
export const PASSWORD_HISTORY = 3

export function normalizeLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

/** What the lockout counts under; also for accounts that do not exist. */
export function accountKey(audience: StaffAudience, login: string): string {
  return `login:${audience}:${login}`
}

/** Recent tries of one account or address: those that failed and those still being checked. */
export type Tries = {
  readonly failed: number
  readonly pending: number
  readonly oldestFailedAt: Date | null
}

export type Verdict =
  | { readonly verdict: 'go'; readonly needsCaptcha: boolean }
  | { readonly verdict: 'wait'; readonly retryAfter: number }
  | { readonly verdict: 'locked'; readonly retryAfter: number }

/**
 * Whether another password may be tried. Tries under way count as failures until they are known: fifty parallel
 * guesses are not fifty guesses.
 */
export function judgeTries(
  account: Tries,
  ip: Tries,
  { at, maxPerIp }: { at: Date; maxPerIp: number },
): Verdict {
  const limits = [
    { tries: account, max: MAX_FAILURES },
    { tries: ip, max: maxPerIp },
  ]
  const locked = limits.filter(({ tries, max }) => tries.failed >= max)
  if (locked.length > 0) {
    return {
      verdict: 'locked',
      retryAfter: Math.max(...locked.map(({ tries }) => secondsUntilFree(tries, at))),
    }
  }
  if (limits.some(({ tries, max }) => tries.failed + tries.pending >= max)) {
    return { verdict: 'wait', retryAfter: 1 }
  }
  return {
    verdict: 'go',
    needsCaptcha: limits.some(({ tries, max }) => max - tries.failed <= TRIES_WITH_CAPTCHA),
  }
}

function secondsUntilFree({ oldestFailedAt }: Tries, at: Date): number {
  const until = (oldestFailedAt ?? at).getTime() + FAILURE_WINDOW_MS
  return Math.max(1, Math.ceil((until - at.getTime()) / 1000))
}

const MIN_LENGTH = 10
/** bcrypt reads no further. */
const MAX_BYTES = 72

/** @throws PASSWORD_WEAK */
export function checkPassword(password: string, login: string): void {
  const long = [...password].length >= MIN_LENGTH && Buffer.byteLength(password) <= MAX_BYTES
  const mixed = /\p{L}/u.test(password) && /\d/.test(password)
  const telling = password.toLowerCase().includes(login)
  if (!long || !mixed || telling) throw UserErrors.PASSWORD_WEAK()
}
