import { expect, test } from 'vitest'
import { explainFullDisk } from './disk.ts'

const gone = new Error('migration 0002 failed', { cause: new Error('Connection terminated unexpectedly') })

test('a full disk is named, whoever ran into it', () => {
  const refused = Object.assign(new Error('write failed'), { code: 'ENOSPC' })
  expect(explainFullDisk(refused, 40)).toMatch(/^The disk is full: 40 MB are free at /)
  expect(explainFullDisk(new Error('initdb failed: No space left on device'), 19)).toMatch(/is full/)
})

test('a server that ended for want of room says nothing itself', () => {
  expect(explainFullDisk(gone, 3)).toMatch(/^The disk is full: 3 MB/)
  expect(explainFullDisk(gone, 4_000)).toBeUndefined()
})
