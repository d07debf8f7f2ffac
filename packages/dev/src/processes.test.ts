import { expect, test } from 'vitest'
import { identify, isAlive, startTimeOf } from './processes.ts'

test('the start time is found behind a command with spaces and brackets', () => {
  const fields = Array.from({ length: 22 }, (_, i) => String(i + 4))
  expect(startTimeOf(`77 (a ) b (c) S ${fields.join(' ')}`)).toBe('22')
})

test('a process number that was used again is not the same process', () => {
  const id = identify(process.pid)
  expect(id).toBeDefined()
  expect(id && isAlive(id)).toBe(true)
  expect(isAlive({ pid: process.pid, started: '1' })).toBe(false)
})

test('a number nobody has is nobody', () => {
  expect(identify(2 ** 22 + 7)).toBeUndefined()
})
