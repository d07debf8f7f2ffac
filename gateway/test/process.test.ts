import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, expect, inject, it } from 'vitest'
import { call, echoOf, expectRefusal } from './conformance/call.ts'
import { startEcho } from './conformance/echo.ts'
import { newKey } from './conformance/tokens.ts'

// gateway/local as the process that the launcher starts.

const MAIN = fileURLToPath(new URL('../local/src/main.ts', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'linli-gateway-'))
const keys = join(dir, 'keys.json')
writeFileSync(
  keys,
  JSON.stringify({ keys: ['user', 'merchant', 'admin'].map((aud) => newKey(`${aud}-1`, aud)) }),
)
const product = await startEcho('product-service')
afterAll(async () => {
  await product.stop()
  rmSync(dir, { recursive: true })
})

let child: ChildProcess | undefined
afterEach(() => void child?.kill('SIGKILL'))

function start(env: Record<string, string> = {}): { process: ChildProcess; output: () => string } {
  let output = ''
  const started = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      GATEWAY_PORT: '0',
      JWT_PUBLIC_KEYS_FILE: keys,
      REDIS_URL: inject('linliInfra').redis,
      GATEWAY_UPSTREAMS: JSON.stringify({ 'product-service': product.origin }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()))
  child = started
  return { process: started, output: () => output }
}

async function listening(gateway: ReturnType<typeof start>): Promise<string> {
  return await expect
    .poll(() => /"msg":"listening".*?"port":(\d+)/.exec(gateway.output())?.[1], { timeout: 15_000 })
    .toBeDefined()
    .then(() => `http://127.0.0.1:${/"port":(\d+)/.exec(gateway.output())?.[1]}`)
}

it('finishes what is under way when it is told to stop', async () => {
  const gateway = start()
  const url = await listening(gateway)
  const slow = call(url, 'GET', {
    path: '/api/v1/products',
    headers: { 'x-echo-id': 'slow', 'x-echo-delay-ms': '700' },
  })
  await expect.poll(() => arrivals('slow'), { timeout: 5000 }).toBeGreaterThan(0)
  gateway.process.kill('SIGTERM')
  expect(echoOf(await slow).service).toBe('product-service')
  const [code] = await once(gateway.process, 'exit')
  expect(code, gateway.output()).toBe(0)
  await expect(call(url, 'GET', { path: '/' })).rejects.toThrow('ECONNREFUSED')
})

it('serves without limits while Redis is away', async () => {
  const url = await listening(start({ REDIS_URL: 'redis://127.0.0.1:1' }))
  expect(echoOf(await call(url, 'GET', { path: '/api/v1/products' })).service).toBe('product-service')
  expectRefusal(await call(url, 'POST', { path: '/api/v1/auth/tokens', body: '{}' }), 502) // not 500: only the service is missing
})

it('measures on the status port alone', async () => {
  const status = await freePort()
  const url = await listening(start({ GATEWAY_STATUS_PORT: String(status) }))
  await call(url, 'GET', { path: '/api/v1/products' })
  expectRefusal(await call(url, 'GET', { path: '/metrics' }), 404)
  const inside = `http://127.0.0.1:${status}`
  expect((await call(inside, 'GET', { path: '/status/ready' })).status).toBe(200)
  const { text } = await call(inside, 'GET', { path: '/metrics' })
  expect(text).toContain(
    'service="product-service",route="product-public-reads",code="200",source="service"} 1',
  )
  expect(text).toContain('code="404",source="exit"} 1')
})

it.each([
  [
    'a plugin it does not have',
    (file: string) => file.replace('name: prometheus', 'name: opentelemetry'),
    '/plugins/opentelemetry: this plugin is not implemented',
  ],
  [
    'an option it does not have',
    (file: string) =>
      file.replace('strip_path: false', 'strip_path: false\n        https_redirect_status_code: 301'),
    '/services/0/routes/0/https_redirect_status_code: this field is not implemented',
  ],
])('refuses to start on %s', async (_, change, message) => {
  const file = join(dir, 'kong.yml')
  writeFileSync(file, change(readFileSync(new URL('../kong.yml', import.meta.url), 'utf8')))
  const gateway = start({ GATEWAY_CONFIG: file })
  const [code] = await once(gateway.process, 'exit')
  expect(code).toBe(1)
  expect(gateway.output()).toContain(message)
})

it('names every variable that is missing', async () => {
  const gateway = start({ JWT_PUBLIC_KEYS_FILE: '', REDIS_URL: '' })
  await once(gateway.process, 'exit')
  expect(gateway.output()).toContain('JWT_PUBLIC_KEYS_FILE')
  expect(gateway.output()).toContain('REDIS_URL')
})

/** How often the echo service has seen this id, this question not counted. */
async function arrivals(id: string): Promise<number> {
  const answer = await call(product.origin, 'GET', { path: '/', headers: { 'x-echo-count': id } })
  return echoOf(answer).arrivals
}

async function freePort(): Promise<number> {
  const probe = await startEcho('probe')
  await probe.stop()
  return Number(new URL(probe.origin).port)
}
