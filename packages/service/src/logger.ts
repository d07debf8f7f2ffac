import { trace } from '@opentelemetry/api'
import { type DestinationStream, type Logger, pino } from 'pino'
import { redact } from './redact.ts'

export type Log = Logger

const { err } = pino.stdSerializers

/**
 * JSON lines with service, trace and span id; secrets and personal data replaced by `[redacted]` wherever they stand.
 * @param destination stdout unless given.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: Error) => redact(err(error)) },
    formatters: {
      log: ({ err: error, ...fields }: Record<string, unknown>) => ({
        ...(redact(fields) as Record<string, unknown>),
        err: error,
      }),
    },
    mixin() {
      const span = trace.getActiveSpan()?.spanContext()
      return span ? { traceId: span.traceId, spanId: span.spanId } : {}
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
