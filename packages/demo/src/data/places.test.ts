import { businessDay } from '@linli/core'
import { expect, test } from 'vitest'
import { type Community, communities, type Point } from './communities.ts'
import { homeFeeRule } from './fee-rule.ts'
import { pickupPoints } from './pickup-points.ts'
import { residents } from './residents.ts'
import { datedSlots, SLOT_DAYS, slotTemplates } from './slots.ts'
import { warehouse } from './warehouse.ts'

/** Even-odd rule: a ray to the east crosses the fence an odd number of times. */
function inside([x, y]: Point, fence: readonly Point[]): boolean {
  const crossings = fence.filter(([x1, y1], index) => {
    const [x2, y2] = fence[(index + 1) % fence.length] ?? [x1, y1]
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1
  })
  return crossings.length % 2 === 1
}

function metres([lng1, lat1]: Point, [lng2, lat2]: Point): number {
  const scale = Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180)
  return Math.hypot((lng2 - lng1) * scale, lat2 - lat1) * 111_195
}

function communityOf(id: string): Community {
  const found = communities.find((community) => community.id === id)
  if (!found) throw new Error(`no community ${id}`)
  return found
}

test('serves three communities from one warehouse, each fence around its centre', () => {
  expect(communities).toHaveLength(3)
  for (const community of communities) {
    expect(inside(community.centre, community.fence), community.name).toBe(true)
    expect(community.warehouseId).toBe(warehouse.id)
    expect(communities.filter(({ fence }) => inside(community.centre, fence))).toHaveLength(1)
  }
})

test('keeps every pickup point inside the fence of its community, with hours on every weekday', () => {
  expect(pickupPoints).toHaveLength(6)
  for (const point of pickupPoints) {
    expect(inside([point.lng, point.lat], communityOf(point.communityId).fence), point.name).toBe(true)
    expect(
      Object.values(point.hours).every((day) => day.length > 0 && day.every(({ from, to }) => from < to)),
    ).toBe(true)
    expect(point.dailyParcels).toBeGreaterThan(0)
  }
})

test('keeps every address inside its fence and within the reach of home delivery', () => {
  const reach = homeFeeRule.distanceTiers.at(-1)?.upToMeters ?? 0
  for (const address of residents.flatMap(({ addresses }) => addresses)) {
    const { fence, centre } = communityOf(address.communityId)
    expect(inside([address.lng, address.lat], fence), address.detail).toBe(true)
    expect(metres([address.lng, address.lat], centre)).toBeLessThanOrEqual(reach)
  }
})

test('has tiers in rising order', () => {
  const distances = homeFeeRule.distanceTiers.map(({ upToMeters }) => upToMeters)
  const weights = homeFeeRule.weightTiers.map(({ upToGrams }) => upToGrams)
  expect(distances).toEqual([...distances].sort((a, b) => a - b))
  expect(weights).toEqual([...weights].sort((a, b) => a - b))
})

test('dates four weeks of slots for every community and mode, in Shanghai time', () => {
  const slots = datedSlots('2026-11-23')
  expect(slots).toHaveLength(slotTemplates.length * SLOT_DAYS)
  expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length)
  expect(slots.at(0)?.startAt.toISOString()).toBe('2026-11-23T02:00:00.000Z')
  expect(slots.at(-1)?.date).toBe('2026-12-20')
  for (const slot of slots) {
    expect(businessDay(slot.startAt)).toBe(slot.date)
    expect(slot.endAt.getTime()).toBeGreaterThan(slot.startAt.getTime())
    expect(slot.cutOffAt.getTime()).toBeLessThan(slot.startAt.getTime())
  }
})

test('gives a slot the same id whenever the four weeks begin', () => {
  const today = new Map(datedSlots('2026-11-23').map(({ id, startAt }) => [id, startAt.getTime()]))
  const again = datedSlots('2026-11-24').filter(({ id }) => today.has(id))
  expect(again).toHaveLength(slotTemplates.length * (SLOT_DAYS - 1))
  expect(again.every(({ id, startAt }) => today.get(id) === startAt.getTime())).toBe(true)
})
