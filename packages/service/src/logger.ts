import { trace } from '@opentelemetry/api'
import { type Logger, pino } from 'pino'

export type Log = Logger

/** Fields that never reach a log, wherever in an object they stand (product.md §4.15, wechat.md §15). */
export const REDACTED_PATHS = [
  'phone',
  'openid',
  'session_key',
  'sessionKey',
  'token',
  'accessToken',
  'refreshToken',
  'password',
  'idNumber',
  'address',
  'authorization',
  'cookie',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** JSON lines on stdout with service, trace and span id; secrets and personal data replaced by `[redacted]`. */
export function createLogger(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    mixin() {
      const span = trace.getActiveSpan()?.spanContext()
      return span ? { traceId: span.traceId, spanId: span.spanId } : {}
    },
  })
}
