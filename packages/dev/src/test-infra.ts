import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Component, launch, type Running, untilReady } from './component.ts'
import { CACHE, inRoot } from './paths.ts'
import { freePort } from './ports.ts'
import { currentProcess, endProcess } from './processes.ts'
import { type RunFile, reap, reapDead, writeRunFile } from './run-files.ts'
import { natsServer } from './servers/nats.ts'
import { postgresServer, postgresUrl } from './servers/postgres.ts'
import { removePostgresData } from './servers/postgres-data.ts'
import { redisServer } from './servers/redis.ts'

export interface TestInfra {
  postgres: string
  redis: string
  nats: string
  /** A folder that is removed with the servers. */
  dir: string
  stop: () => Promise<void>
}

/**
 * PostgreSQL, Redis and NATS for one test run, on free ports with their data in a temporary folder. What
 * `TEST_DATABASE_URL`, `TEST_REDIS_URL` and `TEST_NATS_URL` name is used as it is. Servers of an earlier run
 * that was killed are ended first.
 */
export async function startTestInfra(): Promise<TestInfra> {
  const runs = inRoot('.local', 'run')
  await reapDead(runs)
  const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_NATS_URL } = process.env
  const dir = mkdtempSync(join(tmpdir(), 'linli-test-'))
  chmodSync(dir, 0o711) // the user that runs PostgreSQL for root must be able to pass
  const runFile = join(runs, `test-${process.pid}.json`)
  const state: RunFile = { owner: currentProcess(), children: {}, temporary: [dir] }
  writeRunFile(runFile, state)
  const ports = { postgres: await freePort(), redis: await freePort(), nats: await freePort() }
  const components: Component[] = []
  if (!TEST_DATABASE_URL)
    components.push(postgresServer({ dir: join(dir, 'postgres'), port: ports.postgres }))
  if (!TEST_REDIS_URL)
    components.push(redisServer({ dir: join(dir, 'redis'), cache: CACHE, port: ports.redis }))
  if (!TEST_NATS_URL) components.push(natsServer({ dir: join(dir, 'nats'), cache: CACHE, port: ports.nats }))

  const start = async (component: Component): Promise<Running> => {
    const running = await launch(component, join(dir, 'logs'))
    // Tests end when they end: these servers must not keep the run alive.
    running.child.unref()
    state.children[component.name] = { ...running.id, port: component.port, stopSignal: component.stopSignal }
    writeRunFile(runFile, state)
    await untilReady(running, join(dir, 'logs'))
    return running
  }
  const stop = async (): Promise<void> => {
    const children = Object.values(state.children)
    await Promise.all(children.map((c) => endProcess(c, { signal: c.stopSignal, graceMs: 5_000 })))
    removePostgresData(join(dir, 'postgres'))
    rmSync(dir, { recursive: true, force: true })
    await reap(runFile)
  }
  try {
    await Promise.all(components.map(start))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    postgres: TEST_DATABASE_URL ?? postgresUrl(ports.postgres),
    redis: TEST_REDIS_URL ?? `redis://127.0.0.1:${ports.redis}`,
    nats: TEST_NATS_URL ?? `nats://127.0.0.1:${ports.nats}`,
    dir,
    stop,
  }
}
