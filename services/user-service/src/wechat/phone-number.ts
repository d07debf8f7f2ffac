/** What getuserphonenumber says (wechat.md §9). */
export type PhoneAnswer =
  | { readonly outcome: 'ok'; readonly phone: string }
  /** The code is wrong, too old or used: the button has to be pressed again. */
  | { readonly outcome: 'bad_code' }
  /** A number outside of mainland China: we could neither call nor text it. */
  | { readonly outcome: 'foreign' }
  | { readonly outcome: 'unknown'; readonly cause: unknown }

const BAD_CODE = 40029
const TOKEN_PROBLEMS = new Set<unknown>([40001, 40014, 42001])
const MAINLAND = '86'
const MOBILE = /^1\d{10}$/

export const isTokenProblem = (errcode: unknown): boolean => TOKEN_PROBLEMS.has(errcode)

type Answer = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Answer => typeof value === 'object' && value !== null

/** @param appId the answer has to be about this app: a code of another one proves nothing. */
export function readPhone({ errcode, phone_info: info }: Answer, appId: string): PhoneAnswer {
  if (errcode === BAD_CODE) return { outcome: 'bad_code' }
  const watermark = isRecord(info) ? info.watermark : undefined
  if (errcode !== 0 || !isRecord(info) || !isRecord(watermark) || watermark.appid !== appId)
    return {
      outcome: 'unknown',
      cause: new Error(`getuserphonenumber answered errcode ${String(errcode)}`),
    }
  // The country code has been seen as a number too.
  const phone = String(info.purePhoneNumber)
  return String(info.countryCode) === MAINLAND && MOBILE.test(phone)
    ? { outcome: 'ok', phone }
    : { outcome: 'foreign' }
}
