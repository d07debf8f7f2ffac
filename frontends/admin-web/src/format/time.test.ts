import { expect, test } from 'vitest'
import { dayOf, formatClock, formatDate, formatExact, formatSpan, formatTime } from './time.ts'

/** Half past midnight in Shanghai is still the day before in UTC. */
const MIDNIGHT = '2026-11-21T16:30:05.250Z'

test('an instant is read in Shanghai, wherever the reader is', () => {
  expect(formatTime(MIDNIGHT)).toBe('2026-11-22 00:30')
  expect(formatExact(MIDNIGHT)).toBe('2026-11-22 00:30:05')
  expect(formatDate(MIDNIGHT)).toBe('2026-11-22')
  expect(formatClock(MIDNIGHT)).toBe('00:30')
  expect(dayOf(Date.parse(MIDNIGHT))).toBe('2026-11-22')
  expect(dayOf(Date.parse('2026-11-21T15:59:59.999Z'))).toBe('2026-11-21')
})

test.each([
  [400, '0.4 s'],
  [59_900, '59.9 s'],
  [60_000, '1 min'],
  [12 * 60_000, '12 min'],
  [3.5 * 3_600_000, '3.5 h'],
])('%i ms between two steps are %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text)
})
