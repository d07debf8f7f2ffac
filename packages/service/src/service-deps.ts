import type { Clock } from '@linli/core'
import type { Bell, Pool, PrismaBinding, Sql } from '@linli/events'
import type { Limiter } from '@linli/http'
import type { Redis } from 'ioredis'
import type { Log } from './logger.ts'

/** What every service has before it adds its own. */
export type BaseDeps = {
  readonly name: string
  readonly pool: Pool
  /** Single statements outside a transaction: reads. */
  readonly sql: Sql
  readonly clock: Clock
  readonly bell: Bell
  readonly log: Log
  /** Keys are prefixed with the service's name; nothing in Redis is the truth (product.md G12). */
  readonly redis: Redis
  /** Unprefixed: token versions only. */
  readonly sharedRedis: Redis
  readonly limiter: Limiter
  readonly onError: (error: unknown) => void
}

/** The least a service's own deps hold: what `inTransaction` needs, and how to let go of what was opened. */
export type ServiceDeps = BaseDeps & { readonly prisma: PrismaBinding<object>; close(): Promise<void> }
