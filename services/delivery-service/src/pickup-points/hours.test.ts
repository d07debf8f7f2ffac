import { expect, test } from 'vitest'
import { hoursOn, hoursText, pickupDeadline, servesSpan, type Timetable } from './hours.ts'

const DAY = [
  { from: '10:00', to: '12:00' },
  { from: '16:00', to: '20:30' },
]
const timetable: Timetable = {
  hours: { 1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: [{ from: '09:00', to: '21:00' }], 7: [] },
  days: [{ day: '2026-11-24', hours: [], note: '盘点' }],
  closures: [{ startsAt: new Date('2026-11-25T00:00:00Z'), endsAt: new Date('2026-11-25T06:00:00Z') }],
}

test('a day of its own wins over the week, and Sunday is the seventh', () => {
  expect(hoursOn(timetable, '2026-11-23')).toEqual(DAY)
  expect(hoursOn(timetable, '2026-11-24')).toEqual([])
  expect(hoursOn(timetable, '2026-11-22')).toEqual([])
})

test('the hours of the day are those of Shanghai, not of Greenwich', () => {
  expect(hoursText(timetable, new Date('2026-11-22T16:30:00Z'))).toBe('10:00-12:00, 16:00-20:30')
  expect(hoursText(timetable, new Date('2026-11-22T15:30:00Z'))).toBe('')
  expect(hoursText(timetable, new Date('2026-11-25T01:00:00Z'))).toBe('')
})

test('a span inside a closure or outside the hours is not served', () => {
  const span = (from: string, to: string) => ({ startsAt: new Date(from), endsAt: new Date(to) })
  expect(servesSpan(timetable, span('2026-11-23T08:00:00Z', '2026-11-23T10:00:00Z'))).toBe(true)
  expect(servesSpan(timetable, span('2026-11-23T05:00:00Z', '2026-11-23T07:00:00Z'))).toBe(false)
  expect(servesSpan(timetable, span('2026-11-25T02:00:00Z', '2026-11-25T04:00:00Z'))).toBe(false)
  expect(servesSpan(timetable, span('2026-11-25T08:00:00Z', '2026-11-25T10:00:00Z'))).toBe(true)
})

test('a deadline moves on to the end of opening hours and skips closed days', () => {
  const ready = new Date('2026-11-23T09:00:00Z') // Monday 17:00; a day later is the stock-taking
  expect(pickupDeadline(timetable, ready, 24).toISOString()).toBe('2026-11-25T12:30:00.000Z')
  expect(pickupDeadline(timetable, ready, 2).toISOString()).toBe('2026-11-23T12:30:00.000Z')
  expect(pickupDeadline({ hours: {}, days: [], closures: [] }, ready, 2).toISOString()).toBe(
    '2026-11-23T11:00:00.000Z',
  )
})
