import type { Setting, Settings } from '../../docs/definition.ts'
import type { Schema } from './value.ts'

/** What the chart says itself: probes, Services and network policies depend on it. */
const OF_THE_CHART = ['NODE_ENV', 'HTTP_HOST', 'HTTP_PORT', 'GRPC_HOST', 'GRPC_PORT', 'MIGRATIONS_DIR']
/** What the chart takes from the Secrets for every service. */
const OF_THE_SECRETS = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'REDIS_URL',
  'NATS_URL',
  'JWT_PUBLIC_KEYS_FILE',
]
/** What the chart says and values may say otherwise. */
const BY_DEFAULT = /_GRPC_ADDR$/

type Given = {
  /** Keys of the service's Secret that the chart hands on as variables. */
  readonly secretEnv: readonly string[]
  /** Every setting of the service, its own and those that all have. */
  readonly settings: Settings
}

const isFile = (name: string): boolean => name.endsWith('_FILE')

/** Settings that come from the service's own Secret as a file. */
const fileSettings = ({ settings }: Given): string[] =>
  Object.keys(settings.properties).filter((name) => isFile(name) && !OF_THE_SECRETS.includes(name))

/** Settings that values.config may have. */
const plainSettings = ({ settings, secretEnv }: Given): [string, Setting][] =>
  Object.entries(settings.properties).filter(
    ([name]) => ![...OF_THE_CHART, ...OF_THE_SECRETS, ...secretEnv].includes(name) && !isFile(name),
  )

/** Settings without which the service does not start and that nobody but values.config gives. */
export function requiredSettings(given: Given): string[] {
  const { required = [], properties } = given.settings
  return plainSettings(given)
    .map(([name]) => name)
    .filter((name) => required.includes(name) && properties[name]?.default === undefined)
    .filter((name) => !BY_DEFAULT.test(name))
}

/** `config`, `secretEnv` and `secretFiles` of one service: its own Config decides what may be there. */
export function settingsDefinitions(given: Given): Record<'config' | 'secretEnv' | 'secretFiles', Schema> {
  const plain = plainSettings(given)
  const required = requiredSettings(given)
  const files = fileSettings(given).map((name) => [name, { type: 'string', pattern: '^[-._a-zA-Z0-9]+$' }])
  return {
    config: {
      type: 'object',
      properties: Object.fromEntries(plain.map(([name, setting]) => [name, settingSchema(setting)])),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    secretEnv: {
      type: 'array',
      items: { type: 'string', enum: [...plain.map(([name]) => name), ...given.secretEnv] },
      uniqueItems: true,
    },
    secretFiles: {
      type: 'object',
      properties: Object.fromEntries(files),
      additionalProperties: false,
    },
  }
}

function settingSchema({ anyOf, default: _fallback, ...keywords }: Setting): Schema {
  const { description } = keywords
  return anyOf ? { ...(description && { description }), enum: anyOf.map((one) => one.const) } : keywords
}
