import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'

const Environment = Type.Object({
  GATEWAY_CONFIG: Type.String({ default: fileURLToPath(new URL('../../kong.yml', import.meta.url)) }),
  GATEWAY_HOST: Type.String({ default: '127.0.0.1' }),
  GATEWAY_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 18_000 }),
  /** Kong's status listener: /status, /status/ready, /metrics. Absent: nothing is measured. */
  GATEWAY_STATUS_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  /** JSON: service host in kong.yml → origin. */
  GATEWAY_UPSTREAMS: Type.String({ default: '{}' }),
  /** Comma-separated; absent: the origins of kong.yml. */
  GATEWAY_ORIGINS: Type.Optional(Type.String()),
  JWT_PUBLIC_KEYS_FILE: Type.String(),
  REDIS_URL: Type.String(),
  SHUTDOWN_GRACE_MS: Type.Integer({ minimum: 0, default: 10_000 }),
})

const Keys = Type.Object({
  keys: Type.Array(Type.Object({ kid: Type.String(), aud: Type.String(), pem: Type.String() })),
})
const Upstreams = Type.Record(Type.String(), Type.String())

export type Config = Static<typeof Environment>
export type Keys = Static<typeof Keys>

/** @throws Error that names every variable that is missing or wrong. */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(Environment.properties).flatMap((name) =>
      environment[name] ? [[name, environment[name]]] : [],
    ),
  )
  return parsed(Environment, Value.Convert(Environment, Value.Default(Environment, given)), 'environment')
}

/** @throws Error when the file is not JWT_PUBLIC_KEYS_FILE's shape. */
export const readKeys = (file: string): Keys => parsed(Keys, JSON.parse(readFileSync(file, 'utf8')), file)

/** @throws Error when it is not a JSON object of strings. */
export const readUpstreams = (json: string): Record<string, string> =>
  parsed(Upstreams, JSON.parse(json), 'GATEWAY_UPSTREAMS')

function parsed<Schema extends TSchema>(schema: Schema, value: unknown, name: string): Static<Schema> {
  if (Value.Check(schema, value)) return value
  const problems = Value.Errors(schema, value).map((error) => `  ${error.instancePath} ${error.message}`)
  throw new Error(`${name}:\n${problems.join('\n')}`)
}
