import { connect, type NatsConnection } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import type { Log } from './logger.ts'

const REDIS_TIMEOUT_MS = 300

/** Fails fast instead of queueing: nothing in Redis is the truth, so every caller has a way on. */
export function connectRedis(url: string, keyPrefix: string, log: Log): Redis {
  const redis = new Redis(url, {
    keyPrefix,
    commandTimeout: REDIS_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
  })
  redis.on('error', (error) => log.warn({ err: error }, 'redis'))
  return redis
}

const NATS_TIMEOUT_MS = 5_000

/** Once connected it reconnects for ever. @throws when the broker is not there now. */
export function connectNats(url: string, name: string): Promise<NatsConnection> {
  return connect({
    servers: url,
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    timeout: NATS_TIMEOUT_MS,
    pingInterval: 5_000,
    maxPingOut: 2,
    // Otherwise every publish and every request captures a stack, in case it should fail.
    noAsyncTraces: true,
  })
}
