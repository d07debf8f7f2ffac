import type { Failure, Outcome } from './dispatch.ts'

export const SMS_PROVIDERS = ['aliyun', 'tencent'] as const
export type SmsProviderName = (typeof SMS_PROVIDERS)[number]

/** SMS_FILE. Templates are by purpose; `${name}` in the text marks the parameters, in order. */
export type SmsAccounts = {
  readonly provider: SmsProviderName
  readonly aliyun: {
    readonly accessKeyId: string
    readonly accessKeySecret: string
    readonly signName: string
  }
  readonly tencent: {
    readonly secretId: string
    readonly secretKey: string
    readonly sdkAppId: string
    readonly signName: string
    readonly region: string
  }
  readonly templates: Readonly<Record<string, { readonly id: string; readonly text: string }>>
}

export type Sms = {
  /** 11 digits of the mainland. */
  readonly phone: string
  readonly templateId: string
  /** In the order of the template's text. */
  readonly params: readonly (readonly [name: string, value: string])[]
  /** Ours, given back in receipts where the provider can. */
  readonly outId: string
}

/** `down`: the provider cannot work for us now and has certainly not sent it, so another one may try. */
export type SmsResult = Outcome | { readonly kind: 'down'; readonly code: string; readonly detail: string }

const REFUSED: readonly (readonly [pattern: RegExp, failure: Failure])[] = [
  [/MOBILE_NUMBER_ILLEGAL|IncorrectPhoneNumber/, 'NO_RECIPIENT'],
  [
    /TEMPLATE|SMS_SIGN|INVALID_(JSON_)?PARAM|Template|Signature\w*(IncorrectOrUnapproved)/,
    'TEMPLATE_INVALID',
  ],
  [/BLACK_KEY|PhoneNumberInBlacklist|isv\.DENY/, 'REFUSED_BY_PROVIDER'],
]
/** Limits per number: the provider says no for now. */
const LIMITED = /LIMIT_CONTROL|^LimitExceeded/
/** Account, money or signature trouble: nothing to do with this message. */
const DOWN =
  /OUT_OF_SERVICE|AMOUNT_NOT_ENOUGH|ACCOUNT|InsufficientBalance|^AuthFailure|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidTimeStamp|IncompleteSignature|SignatureNonceUsed|UnauthorizedOperation|InternalError|Throttling/

/** What a provider's code means for this message. */
export function smsOutcome(code: string, detail: string): SmsResult {
  if (DOWN.test(code)) return { kind: 'down', code, detail }
  if (LIMITED.test(code)) return { kind: 'retry', failure: 'LIMITED', code, detail, maybeSent: false }
  const failure = REFUSED.find(([pattern]) => pattern.test(code))?.[1] ?? 'REFUSED_BY_PROVIDER'
  return { kind: 'refused', failure, code, detail }
}

const PARAMETER = /\$\{(\w+)\}/g

/** The parameters in the order of the provider's text; undefined when one is missing. */
export function orderedParams(
  text: string,
  params: Readonly<Record<string, string>>,
): Sms['params'] | undefined {
  const names = [...text.matchAll(PARAMETER)].map(([, name = '']) => name)
  const ordered: [string, string][] = []
  for (const name of names) {
    const value = params[name]
    if (value === undefined) return undefined
    ordered.push([name, value])
  }
  return ordered
}
