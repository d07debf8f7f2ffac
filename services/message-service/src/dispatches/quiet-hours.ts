import { businessDay, businessDayRange } from '@linli/core'

const HOUR_MS = 3_600_000
const WAKE_HOUR = 8
const SLEEP_HOUR = 22

/** The instant itself, or 08:00 in Shanghai when it lies between 22:00 and 08:00 (M06). */
export function afterQuietHours(at: Date): Date {
  const { from, to } = businessDayRange(businessDay(at))
  const hour = (at.getTime() - from.getTime()) / HOUR_MS
  if (hour < WAKE_HOUR) return new Date(from.getTime() + WAKE_HOUR * HOUR_MS)
  return hour >= SLEEP_HOUR ? new Date(to.getTime() + WAKE_HOUR * HOUR_MS) : at
}
