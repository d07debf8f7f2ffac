import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component } from '../component.ts'
import { findServer } from './find-server.ts'
import { talk } from './redis.ts'

interface Options {
  dir: string
  cache: string
  port: number
}

const wipeMarker = (dir: string): string => join(dir, 'wipe')

/** The store is emptied before the next start: for tests that lose it on purpose. */
export function wipeNatsAtNextStart(dir: string): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(wipeMarker(dir), '')
}

const config = (port: number, dir: string): string => `listen: "127.0.0.1:${port}"
server_name: linli
max_payload: 1MB
jetstream {
  store_dir: ${JSON.stringify(join(dir, 'store'))}
  max_mem: 256MB
  max_file: 4GB
}
`

// It works in moments between long waits: with more threads they spend a fifth of its time on looking for work.
const ONE_THREAD = { GOMAXPROCS: '1' }

/** NATS with JetStream on the loopback address, file store in `dir`. */
export function natsServer({ dir, cache, port }: Options): Component {
  return {
    name: 'nats',
    port,
    group: 0,
    // SIGTERM leaves at once; SIGUSR2 (lame duck) would wait for clients, which are stopped before it anyway.
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    prepare: async () => {
      mkdirSync(dir, { recursive: true })
      if (existsSync(wipeMarker(dir))) {
        rmSync(join(dir, 'store'), { recursive: true, force: true })
        rmSync(wipeMarker(dir))
      }
      const file = join(dir, 'nats.conf')
      writeFileSync(file, config(port, dir))
      const found = await findServer('nats-server', cache)
      return {
        file: found.file,
        args: ['-c', file],
        cwd: dir,
        env: { ...process.env, ...found.env, ...ONE_THREAD },
      }
    },
    ready: async () => (await talk(port, '')).includes('"jetstream":true'),
  }
}
