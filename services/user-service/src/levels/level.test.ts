import { expect, test } from 'vitest'
import { type Level, standingOf } from './level.ts'

const level = (name: string, growthFen: number): Level => ({ id: name, name, growthFen, version: 1 })
const levels = [level('常客', 10_000), level('老邻居', 50_000)]

test('a level begins with its threshold, to the fen', () => {
  expect(standingOf(levels, 9_999)).toEqual({ level: 0, name: '', next: levels[0] })
  expect(standingOf(levels, 10_000)).toEqual({ level: 1, name: '常客', next: levels[1] })
  expect(standingOf(levels, 50_000)).toEqual({ level: 2, name: '老邻居', next: null })
})

test('without levels nobody has one, and nothing comes next', () => {
  expect(standingOf([], 1_000_000)).toEqual({ level: 0, name: '', next: null })
})
