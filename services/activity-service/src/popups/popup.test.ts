import { describe, expect, test } from 'vitest'
import { candidatesFor, mayShow, type Popup, wrongField } from './popup.ts'

const popup = (id: string, some: Partial<Popup> = {}): Popup => ({
  id,
  name: id,
  title: id,
  body: '',
  imageUrl: '',
  link: '',
  couponTemplateId: null,
  pages: ['home'],
  audience: 'ALL',
  communityIds: [],
  startsAt: null,
  endsAt: null,
  priority: 10,
  weight: 1,
  frequency: 'ONCE',
  times: null,
  status: 'ACTIVE',
  version: 1,
  ...some,
})
const at = new Date('2026-11-22T08:00:00Z')
const view = { page: 'home', communityId: 'c1', at, viewer: 'u1' } as const
const idsOf = (popups: readonly Popup[]) => popups.map(({ id }) => id)

describe('the candidates of a view', () => {
  test('are those of its page, its place and its moment, the most urgent first', () => {
    const popups = [
      popup('low', { priority: 1 }),
      popup('high', { priority: 99 }),
      popup('elsewhere', { communityIds: ['c2'] }),
      popup('here', { communityIds: ['c1', 'c2'], priority: 50 }),
      popup('cart', { pages: ['cart'] }),
      popup('later', { startsAt: new Date('2026-11-22T08:00:01Z') }),
      popup('over', { endsAt: at }),
    ]
    expect(idsOf(candidatesFor(popups, view))).toEqual(['high', 'here', 'low'])
    expect(idsOf(candidatesFor(popups, { ...view, communityId: undefined }))).toEqual(['high', 'low'])
  })

  test('share the views of one priority by their weights, and a viewer stays in an arm', () => {
    const arms = [popup('a', { weight: 3 }), popup('b', { weight: 1 })]
    const first = (viewer: string) => idsOf(candidatesFor(arms, { ...view, viewer }))[0]
    const viewers = Array.from({ length: 4_000 }, (_, n) => `viewer ${n}`)
    const share = viewers.filter((viewer) => first(viewer) === 'a').length / viewers.length
    expect(share).toBeGreaterThan(0.72)
    expect(share).toBeLessThan(0.78)
    expect(first('viewer 7')).toBe(first('viewer 7'))
  })
})

test.each([
  ['ONCE', null, { exposures: 1, lastDay: '2026-11-01' }, false],
  ['DAILY', null, { exposures: 9, lastDay: '2026-11-21' }, true],
  ['DAILY', null, { exposures: 1, lastDay: '2026-11-22' }, false],
  ['ALWAYS', null, { exposures: 99, lastDay: '2026-11-22' }, true],
  ['TOTAL', 3, { exposures: 2, lastDay: '2026-11-22' }, true],
  ['TOTAL', 3, { exposures: 3, lastDay: '2026-11-01' }, false],
] as const)('%s (%s) after %o may be seen again: %s', (...[frequency, times, seen, expected]) => {
  expect(mayShow({ frequency, times }, seen, '2026-11-22')).toBe(expected)
  expect(mayShow({ frequency, times }, undefined, '2026-11-22')).toBe(true)
})

test('its parts have to agree', () => {
  expect(wrongField(popup('p'))).toBeUndefined()
  expect(wrongField(popup('p', { frequency: 'TOTAL' }))).toBe('times')
  expect(wrongField(popup('p', { times: 2 }))).toBe('times')
  expect(wrongField(popup('p', { couponTemplateId: 't', link: '/coupons' }))).toBe('link')
  expect(wrongField(popup('p', { startsAt: at, endsAt: at }))).toBe('endsAt')
})
