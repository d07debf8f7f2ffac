import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, inject } from 'vitest'
import { createGateway } from '../../local/src/gateway.ts'
import { parseKongFile } from '../../local/src/kong-file.ts'
import { render } from '../../local/src/render.ts'
import { type Answer, type CallOptions, call } from './call.ts'
import { type EchoService, startEcho } from './echo.ts'
import { newKey, type SigningKey } from './tokens.ts'

export const SERVICES = ['user', 'product', 'order', 'payment', 'delivery', 'points', 'activity', 'message']

export type TestGateway = {
  url: string
  /** Do the services echo? Else they are Linli's own, and only the gateway's part is looked at. */
  echo: boolean
  keys: SigningKey[]
  key(audience: string): SigningKey
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Stops an echo service: its port refuses connections from then on. */
  stopService(name: string): Promise<void>
}

/**
 * The gateway under test: GATEWAY_URL when given, else gateway/local on kong.yml in this process.
 * - GATEWAY_URL alone: real services behind it. Keys: JWT_PRIVATE_KEYS_FILE, else `.local/keys/jwt-private.json`.
 * - with GATEWAY_ECHO=1: this process starts the eight echo services on GATEWAY_ECHO_PORT (default 19300) and the
 *   seven after it, in the order of SERVICES; the gateway must have been rendered to point there.
 */
export async function useGateway(): Promise<TestGateway> {
  const url = process.env.GATEWAY_URL
  if (!url) return startLocal()
  const keys = readKeys()
  if (process.env.GATEWAY_ECHO !== '1') return testGateway({ url, keys, echoes: [] })
  const first = Number(process.env.GATEWAY_ECHO_PORT ?? 19_300)
  const echoes = await Promise.all(SERVICES.map((name, i) => startEcho(`${name}-service`, first + i)))
  return testGateway({ url, keys, echoes })
}

function readKeys(): SigningKey[] {
  const file =
    process.env.JWT_PRIVATE_KEYS_FILE ??
    fileURLToPath(new URL('../../../.local/keys/jwt-private.json', import.meta.url))
  return (JSON.parse(readFileSync(file, 'utf8')) as { keys: SigningKey[] }).keys
}

async function startLocal(): Promise<TestGateway> {
  const echoes = await Promise.all(SERVICES.map((name) => startEcho(`${name}-service`)))
  const keys = [
    newKey('user-1', 'user'),
    newKey('user-2', 'user'),
    newKey('merchant-1', 'merchant'),
    newKey('admin-1', 'admin'),
  ]
  const file = readFileSync(new URL('../../kong.yml', import.meta.url), 'utf8')
  const upstreams = Object.fromEntries(echoes.map(({ name, origin }) => [name, origin]))
  const gateway = createGateway(render(parseKongFile(file), { keys: { keys }, upstreams }), {
    redisUrl: inject('linliInfra').redis,
    clock: { now: () => new Date() },
    log: () => undefined, // refusals are what these tests provoke
  })
  await new Promise<void>((resolve) => gateway.server.listen(0, '127.0.0.1', resolve))
  afterAll(() => gateway.stop(0))
  const { port } = gateway.server.address() as AddressInfo
  return testGateway({ url: `http://127.0.0.1:${port}`, keys, echoes })
}

type Parts = { url: string; keys: SigningKey[]; echoes: EchoService[] }

function testGateway({ url, keys, echoes }: Parts): TestGateway {
  const running = new Set(echoes)
  const stop = async (service: EchoService): Promise<void> => {
    if (running.delete(service)) await service.stop()
  }
  afterAll(async () => void (await Promise.all([...running].map(stop))))
  return {
    url,
    echo: echoes.length > 0,
    keys,
    key(audience) {
      const key = keys.find(({ aud }) => aud === audience)
      if (!key) throw new Error(`no key for the audience ${audience}`)
      return key
    },
    call: (method, path, options = {}) => call(url, method, { ...options, path }),
    async stopService(name) {
      const service = echoes.find((echo) => echo.name === name)
      if (!service) throw new Error(`${name} is not an echo service`)
      await stop(service)
    },
  }
}

export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` })
