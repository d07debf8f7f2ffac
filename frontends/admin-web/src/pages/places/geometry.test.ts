import { expect, test } from 'vitest'
import {
  areaOf,
  isCrossed,
  isInside,
  type Metres,
  openRing,
  type Point,
  scaleOf,
  squareAround,
  toMetres,
  toPoint,
} from './geometry.ts'

const HANGZHOU: Point = [120.2, 30.25]
const metresOf = (ring: readonly Point[]): Metres[] => ring.map((point) => toMetres(point, HANGZHOU))

test('a corner that is moved by metres comes back within a decimetre', () => {
  for (const metres of [
    [0, 0],
    [150, -80],
    [-2000, 1234.5],
  ] as const) {
    const [x, y] = toMetres(toPoint(metres, HANGZHOU), HANGZHOU)
    expect(Math.hypot(x - metres[0], y - metres[1])).toBeLessThan(0.15)
  }
})

test('a square of 200 m has four hectares, whichever way round it is drawn', () => {
  const ring = metresOf(squareAround(HANGZHOU, 100))
  expect(areaOf(ring)).toBeCloseTo(40_000, -2)
  expect(areaOf(ring.toReversed())).toBeCloseTo(areaOf(ring), 6)
})

test('a fence that crosses itself is found, a bent one is not', () => {
  expect(
    isCrossed([
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ]),
  ).toBe(true)
  expect(
    isCrossed([
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ]),
  ).toBe(false)
  expect(
    isCrossed([
      [0, 0],
      [10, 0],
      [5, 5],
      [10, 10],
      [0, 10],
    ]),
  ).toBe(false)
})

test('a place is inside a bent fence, in its bay, or beyond it', () => {
  const bent: Point[] = [
    [0, 0],
    [10, 0],
    [5, 5],
    [10, 10],
    [0, 10],
  ]
  const tried: readonly Point[] = [
    [2, 5],
    [8, 5],
    [-1, 5],
    [8.5, 1],
    [5, 11],
  ]
  expect(tried.map((point) => isInside(point, bent))).toEqual([true, false, false, true, false])
})

test('a ring that repeats its first corner has each corner once', () => {
  const open = squareAround(HANGZHOU, 50)
  const [first] = open
  if (!first) throw new Error('a square has corners')
  expect(openRing([...open, first])).toEqual(open)
  expect(openRing(open)).toEqual(open)
  expect(openRing([])).toEqual([])
})

test.each([
  [1000, 200],
  [480, 50],
  [90, 10],
  [5, 1],
])('%i m across get a bar of %i m', (width, bar) => {
  expect(scaleOf(width)).toBe(bar)
})
