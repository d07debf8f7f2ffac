import { get } from 'node:http'
import type { Component } from './component.ts'
import { CACHE, ROOT } from './paths.ts'

export interface NodeProcess {
  name: string
  port: number
  group: number
  bundle: string
  env: NodeJS.ProcessEnv
  /** Path that answers 200 when ready; without one, any answer below 500 will do. */
  readyPath?: string
}

// A service needs far less than Node would take. The young generation is V8's own, which it would make smaller for so
// small a heap: then what lives as long as an order is promoted, and going through the old one costs more.
const FLAGS = ['--enable-source-maps', '--max-semi-space-size=16', '--max-old-space-size=256']
const GRACE_MS = 10_000

/** A bundle that runs on this very Node. It gets only the environment that it is given, and PATH. */
export function nodeComponent({ name, port, group, bundle, env, readyPath }: NodeProcess): Component {
  const inherited = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: process.env.LANG,
    TMPDIR: process.env.TMPDIR,
  }
  return {
    name,
    port,
    group,
    stopSignal: 'SIGTERM',
    graceMs: GRACE_MS + 2_000,
    prepare: async () => ({
      file: process.execPath,
      args: [...FLAGS, bundle],
      cwd: ROOT,
      env: {
        ...inherited,
        NODE_COMPILE_CACHE: `${CACHE}/compile`,
        SHUTDOWN_GRACE_MS: String(GRACE_MS),
        ...env,
      },
    }),
    ready: async () => {
      const status = await httpStatus(port, readyPath ?? '/readyz')
      return readyPath ? status === 200 : status < 500
    },
  }
}

/** Status of a GET on an address of the loopback interface; rejects when nobody answers within two seconds. */
export function httpStatus(port: number, path: string, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, agent: false, timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('timeout', () => request.destroy(new Error('no answer within 2 s')))
    request.once('error', reject)
  })
}
