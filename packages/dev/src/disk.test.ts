import { expect, test } from 'vitest'
import type { Room } from '../bin/disk.mjs'
import { explainFullDisk } from './disk.ts'

const free = (mb: number): [Room, ...Room[]] => [
  { dir: '/home', mb: 900 },
  { dir: '/data', mb },
]
const gone = new Error('migration 0002 failed', { cause: new Error('Connection terminated unexpectedly') })

test('a full disk is named, whoever ran into it', () => {
  const refused = Object.assign(new Error('write failed'), { code: 'ENOSPC' })
  expect(explainFullDisk(refused, free(40))).toBe(
    'The disk is full: 40 MB are free at /data. Make room and run the same command again; every step goes on where it stopped.',
  )
  expect(explainFullDisk(new Error('initdb failed: No space left on device'), free(19))).toMatch(/is full/)
})

test('a server that ended for want of room says nothing itself', () => {
  expect(explainFullDisk(gone, free(3))).toMatch(/^The disk is full: 3 MB/)
  expect(explainFullDisk(gone, free(4_000))).toBeUndefined()
})
