import { type Static, type TObject, Type } from 'typebox'
import Schema from 'typebox/schema'
import Value from 'typebox/value'

const Port = (name: string) => Type.Integer({ minimum: 0, maximum: 65_535, description: name })
const Address = Type.String({ pattern: '^[^:\\s]+:\\d+$', description: 'host:port' })

/** The environment every service reads (names are the same in all eight; architecture.md §8). */
export const BaseConfig = Type.Object({
  NODE_ENV: Type.Optional(Type.String({ description: 'production in every installation' })),
  HTTP_HOST: Type.String({
    default: '127.0.0.1',
    description: 'address to listen on; 0.0.0.0 in a container',
  }),
  HTTP_PORT: Port('HTTP port; 0 picks a free one'),
  GRPC_HOST: Type.String({
    default: '127.0.0.1',
    description: 'address to listen on; 0.0.0.0 in a container',
  }),
  GRPC_PORT: Port('gRPC port; 0 picks a free one'),
  GRPC_DEADLINE_MS: Type.Integer({
    default: 300,
    minimum: 50,
    description: 'what a peer may take to answer',
  }),
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://',
    description: 'as `<service>_svc`, which reads and writes rows of its schema',
  }),
  DATABASE_POOL_SIZE: Type.Integer({
    minimum: 2,
    maximum: 100,
    default: 10,
    description: 'connections of one instance; consumers take at most 60 %',
  }),
  MIGRATION_DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description: 'as `<service>_owner`; read by the migrate command alone',
    }),
  ),
  MIGRATIONS_DIR: Type.Optional(Type.String({ description: 'default: beside the bundle' })),
  REDIS_URL: Type.String({
    pattern: '^rediss?://',
    description: 'limits and caches; nothing in it is the truth',
  }),
  NATS_URL: Type.String({ minLength: 1, description: 'comma-separated servers of one cluster' }),
  NATS_PREFIX: Type.String({
    default: '',
    pattern: '^[a-z0-9_]*$',
    description: 'keeps installations that share a broker apart',
  }),
  NATS_STREAM_REPLICAS: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: 5,
    description: 'nodes of the broker that keep each stream; 3 in a cluster, the same for all eight services',
  }),
  USER_GRPC_ADDR: Address,
  PRODUCT_GRPC_ADDR: Address,
  ORDER_GRPC_ADDR: Address,
  PAYMENT_GRPC_ADDR: Address,
  DELIVERY_GRPC_ADDR: Address,
  POINTS_GRPC_ADDR: Address,
  ACTIVITY_GRPC_ADDR: Address,
  MESSAGE_GRPC_ADDR: Address,
  JWT_PUBLIC_KEYS_FILE: Type.String({
    minLength: 1,
    description: 'JSON: keys that tokens are verified with',
  }),
  TRUSTED_PROXIES: Type.String({
    default: 'loopback,uniquelocal',
    description: 'whose X-Forwarded-For is believed',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    {
      default: 'info',
    },
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({ minLength: 1, description: 'OTLP over HTTP; absent: no trace leaves the process' }),
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'share of traces that are kept',
  }),
  SHUTDOWN_DELAY_MS: Type.Integer({
    default: 0,
    minimum: 0,
    description: 'readiness is false this long before sockets close',
  }),
  SHUTDOWN_GRACE_MS: Type.Integer({
    default: 10_000,
    minimum: 100,
    description: 'after SIGTERM the process ends by itself or by force within this',
  }),
})

export type BaseSettings = Static<typeof BaseConfig>

/** Every problem of the environment at once; `run` prints it and exits with 1. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`the configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads `schema` from `environment`: converts, applies defaults, freezes. An empty value counts as absent.
 * @throws ConfigError with all problems, never only the first.
 */
export function loadConfig<T extends TObject>(
  schema: T,
  environment: NodeJS.ProcessEnv,
): Readonly<Static<T>> {
  const given: Record<string, string> = {}
  for (const name of Object.keys(schema.properties)) {
    const value = environment[name]
    if (value !== undefined && value !== '') given[name] = value
  }
  const value = Value.Default(schema, Value.Convert(schema, given))
  const [valid, issues] = Schema.Errors(schema, value)
  if (!valid) throw new ConfigError(issues.flatMap((issue) => describe(issue, given)))
  return Object.freeze(value as Static<T>)
}

type Issue = ReturnType<typeof Schema.Errors>[1][number]

function describe(issue: Issue, given: Record<string, string>): string[] {
  if (issue.keyword === 'required') return issue.params.requiredProperties.map((name) => `${name} is missing`)
  const name = issue.instancePath.slice(1)
  // The value may be a secret, so only its length is told.
  return [`${name} ${issue.message} (given ${given[name]?.length ?? 0} characters)`]
}
