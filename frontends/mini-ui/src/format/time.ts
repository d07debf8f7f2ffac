import { ui } from '../i18n/words'

const SHANGHAI_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const two = (n: number): string => String(n).padStart(2, '0')

/** The shop's clock: Asia/Shanghai has no summer time, so a fixed shift is exact, and needs no Intl. */
const inShanghai = (ms: number): Date => new Date(ms + SHANGHAI_OFFSET_MS)
const dayNumber = (ms: number): number => Math.floor((ms + SHANGHAI_OFFSET_MS) / DAY_MS)

/** `2026-11-22 15:01`. @param iso RFC 3339 */
export function dateTime(iso: string): string {
  const at = inShanghai(Date.parse(iso))
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${clock(at)}`
}

/** `今天 15:01`, `昨天 15:01`, `11-22 15:01`, or with the year when it is another one. */
export function friendlyTime(iso: string, nowMs: number): string {
  const ms = Date.parse(iso)
  const at = inShanghai(ms)
  const ago = dayNumber(nowMs) - dayNumber(ms)
  if (ago === 0) return `${ui.translate('today')} ${clock(at)}`
  if (ago === 1) return `${ui.translate('yesterday')} ${clock(at)}`
  const day = `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
  const sameYear = inShanghai(nowMs).getUTCFullYear() === at.getUTCFullYear()
  return `${sameYear ? day : `${at.getUTCFullYear()}-${day}`} ${clock(at)}`
}

/** The day in Shanghai, `2026-11-22`. @param ms since the epoch */
export const businessDay = (ms: number): string => inShanghai(ms).toISOString().slice(0, 10)

/** `11-22`. */
export function shortDay(iso: string): string {
  const at = inShanghai(Date.parse(iso))
  return `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
}

/** A business day `2026-11-22` as today, tomorrow, or `11-22`. */
export function dayName(day: string, nowMs: number): string {
  const ahead = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS) - dayNumber(nowMs)
  if (ahead === 0) return ui.translate('today')
  if (ahead === 1) return ui.translate('tomorrow')
  return day.slice(5)
}

/** `14:59`, `1:02:03`, `2天 1:02:03`. @param ms negative counts as nothing left */
export function remaining(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const tail = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  if (days > 0) return `${days}${ui.translate('day')} ${hours}:${tail}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

const clock = (at: Date): string => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
