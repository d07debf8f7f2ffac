import { shapeOf } from '@linli/core'
import { expect, test } from 'vitest'
import { keptAs } from './kept.ts'

type Old = { readonly name: string }
type New = Old & { readonly since: Date }

const old = keptAs<Old>(shapeOf<Old>({ name: true }))
const now = keptAs<New>(shapeOf<New>({ since: true, name: true }))
const since = new Date('2026-01-02T03:04:05Z')
const revive = (key: string, value: unknown) => (key === 'since' ? new Date(String(value)) : value)

test('what was kept is read as it was', () => {
  expect(now.read(now.write({ name: 'x', since }), revive)).toEqual({ name: 'x', since })
  expect(old.read(old.write({ name: '{"a":\n1}' }))).toEqual({ name: '{"a":\n1}' })
  expect(now.read(null)).toBeUndefined()
})

test('what another version kept is not there, in either direction', () => {
  expect(now.read(old.write({ name: 'x' }))).toBeUndefined()
  expect(old.read(now.write({ name: 'x', since }))).toBeUndefined()
  expect(now.read(JSON.stringify({ name: 'x' }))).toBeUndefined()
})

test('a shape is the names of the fields, in whatever order they are written', () => {
  expect(shapeOf<New>({ since: true, name: true })).toBe(shapeOf<New>({ name: true, since: true }))
})
