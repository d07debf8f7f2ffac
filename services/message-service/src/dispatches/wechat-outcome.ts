import type { Failure, Outcome } from './dispatch.ts'

/** errcode → what it means for this message (wechat.md §9). What is not listed is a refusal. */
const REFUSED: Readonly<Record<number, Failure>> = {
  43101: 'NO_CREDIT',
  43107: 'NO_CREDIT',
  40003: 'NO_RECIPIENT',
  40037: 'TEMPLATE_INVALID',
  47003: 'TEMPLATE_INVALID',
  41030: 'TEMPLATE_INVALID',
}

const RETRY: Readonly<Record<number, Failure>> = {
  [-1]: 'PROVIDER_UNAVAILABLE',
  45009: 'LIMITED',
  45011: 'LIMITED',
}

const TOKEN = new Set([40001, 40014, 42001])

export const isTokenProblem = (errcode: number): boolean => TOKEN.has(errcode)

/** @param answer errcode and errmsg of message/subscribe/send; `ref` is WeChat's msgid. */
export function wechatOutcome(answer: { errcode: number; errmsg: string; ref: string | null }): Outcome {
  const { errcode, errmsg, ref } = answer
  if (errcode === 0) return { kind: 'sent', provider: 'wechat', ref }
  const code = String(errcode)
  const again = RETRY[errcode] ?? (isTokenProblem(errcode) ? 'PROVIDER_UNAVAILABLE' : undefined)
  if (again) return { kind: 'retry', failure: again, code, detail: errmsg, maybeSent: false }
  return { kind: 'refused', failure: REFUSED[errcode] ?? 'REFUSED_BY_PROVIDER', code, detail: errmsg }
}
