import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxAround, boxOfRadius, isInside, metresBetween, type Point } from './geo.ts'

const L_SHAPE: Point[] = [
  [0, 0],
  [4, 0],
  [4, 1],
  [1, 1],
  [1, 4],
  [0, 4],
]

test('a place in the notch of a concave fence is outside', () => {
  expect(isInside([0.5, 3], L_SHAPE)).toBe(true)
  expect(isInside([3, 0.5], L_SHAPE)).toBe(true)
  expect(isInside([2, 2], L_SHAPE)).toBe(false)
  expect(isInside([-1, 0.5], L_SHAPE)).toBe(false)
})

test('closing the ring or turning it round changes nothing', () => {
  const first = L_SHAPE[0] ?? [0, 0]
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 5, noNaN: true }),
      fc.double({ min: -1, max: 5, noNaN: true }),
      (x, y) => {
        const answer = isInside([x, y], L_SHAPE)
        expect(isInside([x, y], [...L_SHAPE, first])).toBe(answer)
        expect(isInside([x, y], [...L_SHAPE].reverse())).toBe(answer)
      },
    ),
  )
})

test('measures a known distance in Hangzhou', () => {
  // One thousandth of a degree of latitude is 111 m; of longitude at 30.19° it is 96 m.
  expect(metresBetween([120.1985, 30.1905], [120.1985, 30.1915])).toBe(111)
  expect(metresBetween([120.1985, 30.1905], [120.1995, 30.1905])).toBe(96)
})

test('the box of a circle holds every place of the circle', () => {
  const centre: Point = [120.1985, 30.1905]
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50_000 }),
      fc.double({ min: 0, max: 6.283, noNaN: true }),
      (radius, angle) => {
        const box = boxOfRadius(centre, radius)
        const lat = centre[1] + (Math.sin(angle) * radius) / 111_195
        const lng = centre[0] + (Math.cos(angle) * radius) / 111_195 / Math.cos((centre[1] * Math.PI) / 180)
        if (metresBetween(centre, [lng, lat]) > radius) return
        expect(lat >= box.minLat && lat <= box.maxLat && lng >= box.minLng && lng <= box.maxLng).toBe(true)
      },
    ),
  )
  expect(boxAround(L_SHAPE)).toEqual({ minLng: 0, maxLng: 4, minLat: 0, maxLat: 4 })
})
