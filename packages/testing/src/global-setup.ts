import { startTestInfra, type TestInfra } from '@linli/dev'
import type { TestProject } from 'vitest/node'
import './infra.ts'

// Several projects of one run share the servers: the first starts them, the last to leave stops them.
let shared: Promise<TestInfra> | undefined
let users = 0

/** vitest `globalSetup`: real PostgreSQL, Redis and NATS for this run (`TEST_*_URL` are used when set). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  users += 1
  shared ??= startTestInfra()
  const { stop, ...infra } = await shared
  project.provide('linliInfra', infra)
  return async () => {
    users -= 1
    if (users > 0) return
    shared = undefined
    await stop()
  }
}
