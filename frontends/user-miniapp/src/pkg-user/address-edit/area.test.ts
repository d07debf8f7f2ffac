import { describe, expect, test } from 'vitest'
import { type Area, frameOf, isInside, outlineOf, pointOf, spotOf } from './area'

const fenced: Area = {
  lng: 120.198,
  lat: 30.19,
  fence: [
    [120.195, 30.188],
    [120.202, 30.188],
    [120.202, 30.193],
    [120.198, 30.19],
    [120.195, 30.193],
  ],
  radiusM: null,
}
const round: Area = { lng: 120.2, lat: 30.2, fence: null, radiusM: 500 }

describe('the drawing of a community', () => {
  test('holds all of it, and is a square on the ground', () => {
    const outline = outlineOf(fenced)
    const frame = frameOf(outline)
    for (const corner of outline) {
      const { x, y } = spotOf(frame, corner)
      expect(Math.min(x, y)).toBeGreaterThan(0)
      expect(Math.max(x, y)).toBeLessThan(1)
    }
    expect(frame.lngSpan * Math.cos((30.19 * Math.PI) / 180)).toBeCloseTo(frame.latSpan, 5)
  })

  test('leads from a place to its spot and back', () => {
    const frame = frameOf(outlineOf(fenced))
    const place = { lng: 120.1971, lat: 30.1893 }
    expect(pointOf(frame, spotOf(frame, place))).toEqual(place)
    expect(spotOf(frame, pointOf(frame, { x: 0.25, y: 0.75 })).x).toBeCloseTo(0.25, 3)
  })

  test('north is up and east is right', () => {
    const frame = frameOf(outlineOf(round))
    const centre = spotOf(frame, round)
    expect(spotOf(frame, { lng: 120.203, lat: 30.2 }).x).toBeGreaterThan(centre.x)
    expect(spotOf(frame, { lng: 120.2, lat: 30.203 }).y).toBeLessThan(centre.y)
  })
})

test('a fence with a notch and a circle know what is inside', () => {
  const fence = outlineOf(fenced)
  expect(isInside(fence, { lng: 120.196, lat: 30.19 })).toBe(true)
  expect(isInside(fence, { lng: 120.198, lat: 30.1925 })).toBe(false) // in the notch
  expect(isInside(fence, { lng: 120.21, lat: 30.19 })).toBe(false)
  const circle = outlineOf(round)
  const metres = (n: number) => n / 111_195
  expect(isInside(circle, { lng: 120.2, lat: 30.2 + metres(480) })).toBe(true)
  expect(isInside(circle, { lng: 120.2, lat: 30.2 + metres(520) })).toBe(false)
})
