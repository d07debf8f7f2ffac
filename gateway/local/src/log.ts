import type { Clock } from '@linli/core'

export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void

/** One JSON line per entry on standard output. */
export const createLog =
  (clock: Clock): Log =>
  (level, message, fields) => {
    process.stdout.write(
      `${JSON.stringify({ time: clock.now(), level, service: 'gateway', msg: message, ...fields })}\n`,
    )
  }
