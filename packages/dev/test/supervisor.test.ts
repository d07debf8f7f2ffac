import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Component } from '../src/component.ts'
import { freePort } from '../src/ports.ts'
import { identify, isAlive, type ProcessId, signal, until } from '../src/processes.ts'
import { claimRunFile, readRunFile, reap, reapDead, writeRunFile } from '../src/run-files.ts'
import { talk } from '../src/servers/redis.ts'
import { createSupervisor, type Supervisor } from '../src/supervisor.ts'

const dir = mkdtempSync(join(tmpdir(), 'linli-supervisor-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let supervisor: Supervisor | undefined
afterEach(() => supervisor?.stop())

const SERVER = `require('node:net').createServer((s) => s.end('ok')).listen(Number(process.argv[1]), '127.0.0.1')
process.on('SIGTERM', () => { console.log('bye ' + process.argv[2]); process.exit(0) })`

async function component(name: string, group = 0): Promise<Component> {
  const port = await freePort()
  return {
    name,
    port,
    group,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    prepare: async () => ({
      file: process.execPath,
      args: ['-e', SERVER, String(port), name],
      env: process.env,
      cwd: dir,
    }),
    ready: async () => (await talk(port, '')) === 'ok',
  }
}

function supervise(name: string) {
  const runFile = join(dir, name, 'run', 'platform.json')
  const lines: string[] = []
  expect(claimRunFile(runFile)).toBe(true)
  supervisor = createSupervisor({
    logDir: join(dir, name, 'logs'),
    runFile,
    holdFile: (part) => join(dir, name, 'run', `${part}.hold`),
    print: (line) => lines.push(line),
    changed: () => lines.push('changed'),
  })
  return { runFile, lines, supervisor }
}

const idOf = (pid: number | undefined): ProcessId => {
  const id = pid === undefined ? undefined : identify(pid)
  if (!id) throw new Error('not running')
  return id
}

test('a killed component comes back as another process', async () => {
  const { supervisor, lines, runFile } = supervise('restart')
  await supervisor.start(await component('a'))
  const first = idOf(supervisor.pid('a'))
  signal(first, 'SIGKILL')
  expect(await until(() => lines.includes('changed'), 10_000)).toBe(true)
  const second = idOf(supervisor.pid('a'))
  expect(second.pid).not.toBe(first.pid)
  expect(readRunFile(runFile)?.children.a?.pid).toBe(second.pid)
})

test('a component is background work where the system has that', async () => {
  const { supervisor: it } = supervise('background')
  await it.start(await component('one'))
  const { stdout } = spawnSync('chrt', ['-p', String(it.pid('one'))], { encoding: 'utf8' })
  const isPossible = spawnSync('chrt', ['-b', '0', 'true']).status === 0
  expect(/SCHED_BATCH/.test(stdout)).toBe(isPossible)
})

test('a held component stays down until it is released', async () => {
  const { supervisor, lines, runFile } = supervise('hold')
  const a = await component('a')
  await supervisor.start(a)
  const hold = join(runFile, '..', 'a.hold')
  writeFileSync(hold, '')
  signal(idOf(supervisor.pid('a')), 'SIGTERM')
  await until(() => lines.some((line) => line.includes('a ended')), 5_000)
  expect(await until(() => lines.includes('changed'), 600)).toBe(false)
  rmSync(hold)
  expect(await until(() => lines.includes('changed'), 10_000)).toBe(true)
  expect(await a.ready()).toBe(true)
})

test('a component that cannot start fails with its last lines', async () => {
  const { supervisor } = supervise('broken')
  const a = await component('a')
  const broken: Component = {
    ...a,
    prepare: async () => ({ ...(await a.prepare()), args: ['-e', 'throw new Error("no such setting")'] }),
  }
  await expect(supervisor.start(broken)).rejects.toThrow(/a: exit code 1[\s\S]*no such setting/)
})

test('stopping ends the later groups first and leaves no run file', async () => {
  const { supervisor, runFile } = supervise('stop')
  await supervisor.start(await component('store', 0))
  await supervisor.start(await component('service', 1))
  const ids = [idOf(supervisor.pid('store')), idOf(supervisor.pid('service'))]
  await supervisor.stop()
  expect(ids.some(isAlive)).toBe(false)
  expect(existsSync(runFile)).toBe(false)
  await expect(supervisor.start(await component('late'))).rejects.toThrow(/being stopped/)
})

test('only one of two may own the run file', () => {
  const file = join(dir, 'claim', 'platform.json')
  expect(claimRunFile(file)).toBe(true)
  expect(claimRunFile(file)).toBe(false)
})

test('what belongs to a living owner is not ended by anybody else', async () => {
  const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const [theirs, id] = [idOf(owner.pid), idOf(child.pid)]
  const file = join(dir, 'living', 'platform.json')
  writeRunFile(file, {
    owner: theirs,
    children: { child: { ...id, port: 1, stopSignal: 'SIGTERM' } },
    temporary: [],
  })
  expect(await reap(file)).toEqual([])
  expect(isAlive(id)).toBe(true)
  signal(theirs, 'SIGKILL')
  await until(() => !isAlive(theirs), 5_000)
  // Of several that clean up at once, one does it.
  const ended = await Promise.all([reap(file), reap(file), reap(file)])
  expect(ended.flat()).toEqual(['child'])
})

test('what a killed owner left is ended, and a number that was used again is not', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  })
  child.unref()
  const left = idOf(child.pid)
  const folder = join(dir, 'reap')
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary, { recursive: true })
  const dead = { pid: 2 ** 22 - 1, started: '1' }
  const reused = { pid: process.pid, started: '1' }
  writeRunFile(join(folder, 'test-1.json'), {
    owner: dead,
    children: {
      left: { ...left, port: 1, stopSignal: 'SIGTERM' },
      reused: { ...reused, port: 2, stopSignal: 'SIGTERM' },
    },
    temporary: [temporary],
  })
  expect(await reapDead(folder)).toEqual(['left'])
  expect(isAlive(left)).toBe(false)
  expect(existsSync(temporary)).toBe(false)
  expect(await reap(join(folder, 'test-1.json'))).toEqual([])
})
