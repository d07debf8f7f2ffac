import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES, type ServiceName, writeKeyFile } from '@linli/dev'
import type { GrpcServer } from '@linli/grpc'
import { infra } from './infra.ts'
import { testKeys } from './keys.ts'

export type PeerName = ServiceName

type Urls = { database: string; redis: string; nats: string; natsPrefix: string }

/** Nobody listens on port 1, so calls to a peer without a fake fail as they do when the peer is down. */
const CLOSED = '127.0.0.1:1'

/** The environment of one service process (names as in production), with keys made for this test run. */
export function serviceEnvironment(urls: Urls, peers: ReadonlyMap<PeerName, GrpcServer>): NodeJS.ProcessEnv {
  const addresses = SERVICES.map((name): [string, string] => {
    const server = peers.get(name)
    return [`${name.toUpperCase()}_GRPC_ADDR`, server ? `127.0.0.1:${server.port}` : CLOSED]
  })
  return {
    NODE_ENV: 'test',
    HTTP_PORT: '0',
    GRPC_PORT: '0',
    GRPC_DEADLINE_MS: '3000',
    DATABASE_URL: urls.database,
    REDIS_URL: urls.redis,
    NATS_URL: urls.nats,
    NATS_PREFIX: urls.natsPrefix,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    JWT_PUBLIC_KEYS_FILE: testKeys().publicFile,
    JWT_PRIVATE_KEYS_FILE: testKeys().privateFile,
    DATA_KEYS_FILE: keyFile('data-keys.json', () =>
      JSON.stringify({ current: 'k1', keys: { k1: hex32() }, indexKey: hex32() }),
    ),
    QUOTE_KEY_FILE: keyFile('quote.key', hex32),
    ...Object.fromEntries(addresses),
  }
}

const hex32 = () => randomBytes(32).toString('hex')

function keyFile(name: string, content: () => string): string {
  const path = join(infra().dir, `keys-${process.pid}`, name)
  if (!existsSync(path)) writeKeyFile(path, content())
  return path
}
