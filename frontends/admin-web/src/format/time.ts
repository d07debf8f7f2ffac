const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SHANGHAI_MS = 8 * HOUR_MS

const shifted = (iso: string): string => new Date(Date.parse(iso) + SHANGHAI_MS).toISOString()

/** `2026-11-22 14:30` in Asia/Shanghai, wherever the reader is. */
export const formatTime = (iso: string): string => shifted(iso).slice(0, 16).replace('T', ' ')

/** With seconds: for timelines and logs. */
export const formatExact = (iso: string): string => shifted(iso).slice(0, 19).replace('T', ' ')

/** `2026-11-22` */
export const formatDate = (iso: string): string => shifted(iso).slice(0, 10)

/** `11-22` */
export const formatDay = (iso: string): string => shifted(iso).slice(5, 10)

/** `14:00` */
export const formatClock = (iso: string): string => shifted(iso).slice(11, 16)

/** Business day of an instant, `2026-11-22`. */
export const dayOf = (ms: number): string => new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10)

/** Time between two steps: `0.4 s`, `12 min`, `3.5 h`. */
export function formatSpan(ms: number): string {
  if (ms < MINUTE_MS) return `${(ms / 1000).toFixed(1)} s`
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`
  return `${(ms / HOUR_MS).toFixed(1)} h`
}
