import { randomInt } from 'node:crypto'

/** A secret shared with an app on the administrator's phone. */
export type SecondFactor = {
  readonly adminId: string
  readonly secretSealed: string
  /** Null while nobody has shown that they have it. */
  readonly confirmedAt: Date | null
  /** RFC 6238: number of the 30 s step whose code was taken last. */
  readonly lastStep: number
}

/** RFC 6238 with its defaults: SHA-1, six digits, 30 s. */
export type Totp = {
  newSecret(): string
  /** For the QR code: `otpauth://totp/…`. */
  uriOf(secret: string, login: string): string
  /** The step a code belongs to, this one or a neighbour; undefined when it is none of theirs. */
  stepOf(secret: string, code: string, at: Date): number | undefined
}

/** What becomes of a code. */
export type CodeVerdict = 'none-asked' | 'missing' | 'wrong' | 'passed'

const RECOVERY_CODES = 10
/** Without letters and digits that are read as others. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const HALF = 5

const half = (): string =>
  Array.from({ length: HALF }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('')

/** Ten of some 49 bits each, `7KQ2M-X4HTR`; each is good once, when the phone is gone. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => `${half()}-${half()}`)

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(code)

/** As people copy them: lower case, with blanks. */
export const normalizeCode = (code: string): string => code.replaceAll(/\s/g, '').toUpperCase()

/** What is stored of a recovery code is its blind index under this name. */
export const recoverySecret = (adminId: string, code: string): string => `recovery:${adminId}:${code}`
