import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { identify, isAlive, type ProcessId, until } from '../src/processes.ts'
import { runTethered, tether } from '../src/tethered.ts'

const dir = mkdtempSync(join(tmpdir(), 'linli-tether-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('resolves with what the program said, and throws with the last of it', async () => {
  expect(await runTethered('sh', ['-c', 'echo "$1"', 'sh', "邻里 dev's"])).toBe("邻里 dev's\n")
  await expect(runTethered('sh', ['-c', 'echo begun; echo no such setting >&2; exit 3'])).rejects.toThrow(
    'begun\nno such setting',
  )
  await expect(runTethered('no-such-program', [])).rejects.toThrow(/ENOENT/)
})

/** A process that runs a program with a child of its own, tethered; both programs write their numbers to `pids`. */
async function asker(name: string): Promise<{ id: ProcessId; programs: ProcessId[] }> {
  const pids = join(dir, name)
  const program = ['-c', `sleep 600 & echo "$$ $!" > '${pids}.new'; mv '${pids}.new' '${pids}'; wait`]
  const ask = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(tether('sh', program))}, { stdio: 'pipe' })`
  const id = idOf(spawn(process.execPath, ['-e', ask], { stdio: 'ignore' }).pid)
  expect(await until(() => existsSync(pids), 20_000)).toBe(true)
  return { id, programs: readFileSync(pids, 'utf8').trim().split(' ').map(Number).map(idOf) }
}

function idOf(pid: number | undefined): ProcessId {
  const id = pid === undefined ? undefined : identify(pid)
  if (!id) throw new Error('not running')
  return id
}

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'a program and its children end with whoever asked for it, ended by %s',
  async (name) => {
    const { id, programs } = await asker(name)
    expect(programs.map(isAlive)).toEqual([true, true])
    process.kill(id.pid, name)
    expect(await until(() => !programs.some(isAlive), 10_000)).toBe(true)
  },
)
