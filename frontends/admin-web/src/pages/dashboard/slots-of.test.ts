import { expect, test } from 'vitest'
import { slotsOf } from './slots-of.ts'

const DAY = { from: '2026-11-21T16:00:00.000Z', unit: 'hour' as const }
const bucket = (at: string, orders: number, gmvFen: number) => ({ at, orders, gmvFen })

test('an hour without a sale is a zero, an hour that lies ahead is nothing', () => {
  const slots = slotsOf({
    ...DAY,
    to: '2026-11-22T02:30:00.000Z',
    series: [bucket('2026-11-22T01:00:00.000Z', 2, 2580)],
    seriesBefore: [bucket('2026-11-21T01:00:00.000Z', 1, 990), bucket('2026-11-21T12:00:00.000Z', 1, 100)],
  })
  expect(slots).toHaveLength(24)
  expect(slots[0]).toMatchObject({ label: '00:00', orders: 0, gmvYuan: 0 })
  expect(slots[9]).toEqual({ label: '09:00', orders: 2, gmvYuan: 25.8, gmvBeforeYuan: 9.9 })
  expect(slots[10]).toMatchObject({ label: '10:00', orders: 0 })
  expect(slots[11]).toMatchObject({ label: '11:00', orders: null, gmvYuan: null, gmvBeforeYuan: 0 })
  expect(slots[20]?.gmvBeforeYuan).toBe(1)
})

test('a week has a slot a day', () => {
  const slots = slotsOf({
    from: '2026-11-15T16:00:00.000Z',
    to: '2026-11-22T02:30:00.000Z',
    unit: 'day',
    series: [bucket('2026-11-21T16:00:00.000Z', 3, 300)],
    seriesBefore: [],
  })
  expect(slots.map(({ label }) => label)).toEqual([
    '11-16',
    '11-17',
    '11-18',
    '11-19',
    '11-20',
    '11-21',
    '11-22',
  ])
  expect(slots.at(-1)?.orders).toBe(3)
})
