import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { withLock } from '../bin/lock.mjs'

const dir = mkdtempSync(join(tmpdir(), 'linli-lock-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const LOCK = fileURLToPath(new URL('../bin/lock.mjs', import.meta.url))
const exists = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined

/** A process that enters, notes it, yields, and notes that it leaves. */
async function visitor(file: string, notes: string): Promise<void> {
  const script = `const { withLock } = await import(process.argv[1])
    const { appendFileSync } = await import('node:fs')
    await withLock(process.argv[2], () => {}, async () => {
      appendFileSync(process.argv[3], 'in\\n')
      await new Promise((resolve) => setImmediate(resolve))
      appendFileSync(process.argv[3], 'out\\n')
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, LOCK, file, notes])
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
}

test('many processes at once pass one by one, over the lock of a dead one', async () => {
  const [file, notes] = [join(dir, 'many'), join(dir, 'notes')]
  symlinkSync(`${2 ** 22 - 1} 1`, file)
  await Promise.all(Array.from({ length: 8 }, () => visitor(file, notes)))
  expect(readFileSync(notes, 'utf8')).toBe('in\nout\n'.repeat(8))
  expect(exists(file)).toBe(false)
})

test('whoever waits is told for whom, and a failure leaves no lock', async () => {
  const file = join(dir, 'told')
  const notes = join(dir, 'order')
  const told: number[] = []
  const first = withLock(
    file,
    () => {},
    async () => {
      await expect.poll(() => told).toEqual([process.pid])
      appendFileSync(notes, 'first ')
      throw new Error('no room')
    },
  )
  const second = withLock(
    file,
    (pid) => told.push(pid),
    async () => appendFileSync(notes, 'second'),
  )
  await expect(first).rejects.toThrow('no room')
  await second
  expect(readFileSync(notes, 'utf8')).toBe('first second')
  expect(exists(file)).toBe(false)
})
