import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAddresses } from './addresses.ts'
import { bundleOf } from './build.ts'
import { launch, untilReady } from './component.ts'
import { serviceEnv } from './environment.ts'
import { httpStatus, nodeComponent } from './node-component.ts'
import { inRoot, local } from './paths.ts'
import { ownSocketDir, surroundings } from './platform.ts'
import { currentProcess, endProcess } from './processes.ts'
import { reap, writeRunFile } from './run-files.ts'
import type { ServiceName } from './services.ts'

export interface Instance {
  host: string
  http: number
  grpc: number
  isReady: () => Promise<boolean>
  /** SIGTERM. Resolves with how it ended: `exit code 0`. */
  stop: () => Promise<string>
}

interface Options {
  /** Another address of the loopback interface: the ports are those of the service. */
  host: string
  env?: NodeJS.ProcessEnv
}

/**
 * One more process of a service of the running platform, under an address of its own. Resolves when it is ready.
 * Should the caller be killed, the next run ends it.
 */
export async function startInstance(service: ServiceName, { host, env }: Options): Promise<Instance> {
  const at = surroundings(baseOfRunning())
  at.access.password = readFileSync(join(at.keys, 'postgres.password'), 'utf8')
  at.access.socketDir = await ownSocketDir(at.ports)
  const [http, grpc] = [at.ports.http[service], at.ports.grpc[service]]
  const name = `${service}-service-${host}`
  const isReady = async () => (await httpStatus(http, '/readyz', host)) === 200
  const component = {
    ...nodeComponent({
      name,
      port: http,
      group: 0,
      bundle: bundleOf(`services/${service}-service`),
      env: { ...serviceEnv(service, at), HTTP_HOST: host, GRPC_HOST: host, ...env },
    }),
    ready: isReady,
  }
  const running = await launch(component, local('logs'))
  const runFile = inRoot('.local', 'run', `${name}-${process.pid}.json`)
  const child = { ...running.id, port: http, stopSignal: component.stopSignal }
  writeRunFile(runFile, { owner: currentProcess(), children: { [name]: child }, temporary: [] })
  const stop = async (): Promise<string> => {
    await endProcess(running.id, { signal: component.stopSignal, graceMs: component.graceMs })
    await reap(runFile)
    return running.exited
  }
  try {
    await untilReady(running, local('logs'))
  } catch (error) {
    await stop()
    throw error
  }
  return { host, http, grpc, isReady, stop }
}

/** The running platform may have been started with other ports than this process would choose. */
function baseOfRunning(): number {
  const gateway = readAddresses()?.gateway
  if (!gateway) throw new Error('Linli is not running here')
  return Number(new URL(gateway).port)
}
