import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import Fastify from 'fastify'
import type { Platform } from './platform.ts'

export type Reference = { readonly url: string; stop(): Promise<void> }

/** A Fastify route that answers `body` and nothing else, in a process of its own. */
export async function startBareServer(body: string): Promise<Reference> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    env: { ...process.env, BARE_BODY: body },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  return { url: String(chunk).trim(), stop: () => end(child) }
}

/** The gateway once more, with the bare server behind it instead of product-service. */
export async function startSecondGateway(platform: Platform, upstream: string): Promise<Reference> {
  const port = await freePort()
  const names = ['user', 'product', 'order', 'payment', 'delivery', 'points', 'activity', 'message']
  const child = spawn(process.execPath, [join(platform.root, 'gateway/local/dist/main.mjs')], {
    env: {
      ...process.env,
      GATEWAY_CONFIG: join(platform.root, 'gateway/kong.yml'),
      GATEWAY_PORT: String(port),
      GATEWAY_UPSTREAMS: JSON.stringify(
        Object.fromEntries(names.map((name) => [`${name}-service`, upstream])),
      ),
      JWT_PUBLIC_KEYS_FILE: join(platform.folder, 'keys/jwt-public.json'),
      REDIS_URL: platform.redis,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await once(child.stdout, 'data') // its first line says that it listens
  return { url, stop: () => end(child) }
}

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function freePort(): Promise<number> {
  const app = Fastify()
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  await app.close()
  return Number(new URL(address).port)
}
