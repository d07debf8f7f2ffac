import { type Clock, systemClock } from '@linli/core'
import { local, readAddresses } from '@linli/dev'

/** What is examined: addresses of a running installation and, where they can be read, its keys. */
export type Installation = {
  /** A role that may read every schema and the catalogs. */
  readonly postgres: string
  readonly redis: string
  readonly nats: string
  readonly natsPrefix: string
  /** Copies that every stream should have. */
  readonly streamReplicas: number
  /** `order-service` → origin of its HTTP port; empty when the services cannot be reached from here. */
  readonly services: Readonly<Record<string, string>>
  /** Folder of the key files, laid out as `npm start` makes them; undefined: keys are not examined. */
  readonly keys: string | undefined
  /** A folder on the disk that must not fill up; undefined: the disks are elsewhere. */
  readonly disk: string | undefined
  readonly clock: Clock
}

/**
 * `DATABASE_URL`, `REDIS_URL`, `NATS_URL`, `SERVICE_URLS` (JSON) and `KEYS_DIR` name an installation anywhere; without
 * them it is the one that `npm start` runs here.
 * @throws Error when neither is there
 */
export function findInstallation(environment: NodeJS.ProcessEnv): Installation {
  const {
    DATABASE_URL,
    REDIS_URL,
    NATS_URL,
    NATS_PREFIX = '',
    NATS_STREAM_REPLICAS = 1,
    SERVICE_URLS,
    KEYS_DIR,
  } = environment
  const here = readAddresses()
  const postgres = DATABASE_URL ?? here?.postgres
  const redis = REDIS_URL ?? here?.redis
  const nats = NATS_URL ?? here?.nats
  if (!postgres || !redis || !nats)
    throw new Error('Linli is not running here: start it, or set DATABASE_URL, REDIS_URL and NATS_URL.')
  const origins = Object.entries(here?.services ?? {}).map(([name, { http }]) => [name, http])
  return {
    postgres,
    redis,
    nats,
    natsPrefix: NATS_PREFIX,
    streamReplicas: Number(NATS_STREAM_REPLICAS),
    services: SERVICE_URLS
      ? (JSON.parse(SERVICE_URLS) as Record<string, string>)
      : (Object.fromEntries(origins) as Record<string, string>),
    keys: KEYS_DIR ?? (here ? local('keys') : undefined),
    disk: here ? local() : undefined,
    clock: systemClock,
  }
}
