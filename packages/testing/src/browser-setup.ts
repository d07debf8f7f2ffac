import { readAddresses, startTestPlatform } from '@linli/dev'
import type { TestProject } from 'vitest/node'
import './platform.ts'

/** vitest `globalSetup` of the browser project: a platform with its front ends; with LINLI_RUNNING=1 the one that runs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.LINLI_RUNNING ? readAddresses() : undefined
  if (process.env.LINLI_RUNNING && !running) throw new Error('LINLI_RUNNING is set, but Linli is not running')
  project.provide('linliCollector', undefined)
  if (running) {
    project.provide('linliPlatform', running)
    project.provide('linliLocal', process.env.LINLI_LOCAL)
    return async () => {}
  }
  const platform = await startTestPlatform({ web: true })
  project.provide('linliPlatform', platform.addresses)
  project.provide('linliLocal', platform.local)
  return platform.stop
}
