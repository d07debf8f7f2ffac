import { freePort, readAddresses, startTestPlatform } from '@linli/dev'
import type { TestProject } from 'vitest/node'
import './platform.ts'

/** vitest `globalSetup` of the e2e project: a platform of its own; with LINLI_RUNNING=1 the one that runs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.LINLI_RUNNING ? readAddresses() : undefined
  if (process.env.LINLI_RUNNING && !running) throw new Error('LINLI_RUNNING is set, but Linli is not running')
  if (running) {
    project.provide('linliPlatform', running)
    project.provide('linliLocal', process.env.LINLI_LOCAL)
    project.provide('linliCollector', process.env.OTEL_EXPORTER_OTLP_ENDPOINT)
    return async () => {}
  }
  const collector = `http://127.0.0.1:${await freePort()}`
  // Ratio 0: only what a caller asks to be traced (the sampled flag of traceparent) is exported.
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_TRACES_SAMPLER_ARG: '0' })
  const platform = await startTestPlatform()
  project.provide('linliCollector', collector)
  project.provide('linliPlatform', platform.addresses)
  project.provide('linliLocal', platform.local)
  return platform.stop
}
