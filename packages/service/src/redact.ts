/** Names of fields that never reach a log (product.md §4.15, wechat.md §15), compared without case, `_` and `-`. */
const SECRET =
  /(phone|mobile|openid|unionid|sessionkey|password|secret|token|authorization|cookie|idnumber|idcard|address|receivername)$/

/** PostgreSQL repeats the offending row in these. */
const QUOTED = new Set(['detail', 'where', 'internalquery', 'parameters'])

const DEPTH = 8
const CENSORED = '[redacted]'

/** A copy without secrets and personal data, however deep they stand; what is neither object nor list stays. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth === DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  const copy: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const plain = name.toLowerCase().replaceAll(/[_-]/g, '')
    const hidden = (SECRET.test(plain) || QUOTED.has(plain)) && item !== undefined && item !== null
    copy[name] = hidden ? CENSORED : redact(item, depth + 1)
  }
  return copy
}
