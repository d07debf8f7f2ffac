import { type BusinessDay, businessDay, businessDayRange, MINUTE_MS } from '@linli/core'

/** Local time of day (Asia/Shanghai), `08:00` to `21:00`. */
export type Hours = { readonly from: string; readonly to: string }

/** ISO weekday (`1` = Monday) → opening hours; none = closed that day. */
export type WeekHours = Readonly<Record<string, readonly Hours[]>>

/** A day that differs from the week. */
export type DayHours = { readonly day: BusinessDay; readonly hours: readonly Hours[]; readonly note: string }

/** A span in which the point is shut, whatever its hours say. */
export type Closure = { readonly startsAt: Date; readonly endsAt: Date }

export type Timetable = {
  readonly hours: WeekHours
  readonly days: readonly DayHours[]
  readonly closures: readonly Closure[]
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(day: BusinessDay): number {
  const weekday = new Date(day).getUTCDay()
  return weekday === 0 ? 7 : weekday
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** The instant of a local time of day. */
export function instantOf(day: BusinessDay, time: string): Date {
  return new Date(businessDayRange(day).from.getTime() + minutesOf(time) * MINUTE_MS)
}

/** The hours of a day: its own if it has any, else the week's. */
export function hoursOn(
  { hours, days }: Pick<Timetable, 'hours' | 'days'>,
  day: BusinessDay,
): readonly Hours[] {
  return days.find((one) => one.day === day)?.hours ?? hours[String(isoWeekday(day))] ?? []
}

export const closedAt = (closures: readonly Closure[], at: Date): boolean =>
  closures.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)

/** Whether the point serves any part of a span: opened that day and not shut for the whole of it. */
export function servesSpan(timetable: Timetable, { startsAt, endsAt }: Closure): boolean {
  const shut = timetable.closures.some((one) => one.startsAt <= startsAt && one.endsAt >= endsAt)
  if (shut) return false
  const day = businessDay(startsAt)
  return hoursOn(timetable, day).some(
    ({ from, to }) => instantOf(day, from) < endsAt && instantOf(day, to) > startsAt,
  )
}

/** As people read it: `10:00-12:00, 16:00-20:30`; empty = closed today. */
export function hoursText(timetable: Timetable, at: Date): string {
  if (closedAt(timetable.closures, at)) return ''
  return hoursOn(timetable, businessDay(at))
    .map(({ from, to }) => `${from}-${to}`)
    .join(', ')
}

const HOUR_MS = 60 * MINUTE_MS
/** Beyond this many days without opening hours the plain deadline stands. */
const LOOK_AHEAD_DAYS = 14

/**
 * Until when the point keeps the goods (D13): `keepHours` after they arrived, moved on to the end of the next opening
 * hours, so that nobody's deadline lies in a closed night.
 */
export function pickupDeadline(timetable: Timetable, readyAt: Date, keepHours: number): Date {
  const earliest = new Date(readyAt.getTime() + keepHours * HOUR_MS)
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const day = businessDay(new Date(earliest.getTime() + ahead * 24 * HOUR_MS))
    const end = hoursOn(timetable, day)
      .map(({ to }) => instantOf(day, to))
      .find((to) => to >= earliest && !closedAt(timetable.closures, new Date(to.getTime() - 1)))
    if (end) return end
  }
  return earliest
}
