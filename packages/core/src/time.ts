/** The one source of "now" at the doors; commands use `work.now`. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS

/** A calendar day in Asia/Shanghai as `2026-11-22`. */
export type BusinessDay = string

const SHANGHAI_OFFSET_MS = 8 * 60 * MINUTE_MS // China has had one zone without summer time since 1991

/** The business day (签到, 截单, 对账) of an instant: the one place that knows Asia/Shanghai. */
export function businessDay(at: Date): BusinessDay {
  return new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)
}

/** An instant as the clocks of Asia/Shanghai show it: `2026-11-22 08:30:00`. */
export function businessTime(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** The half-open range of instants `[from, to)` that a business day covers. */
export function businessDayRange(day: BusinessDay): { from: Date; to: Date } {
  const from = new Date(Date.parse(`${day}T00:00:00.000Z`) - SHANGHAI_OFFSET_MS)
  return { from, to: new Date(from.getTime() + 24 * 60 * MINUTE_MS) }
}
