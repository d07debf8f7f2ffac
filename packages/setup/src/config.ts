import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'

const Text = (description: string) => Type.String({ minLength: 1, description })

/** Everything that a verb may read; each picks its own. */
const Environment = Type.Object({
  KEYS_DIR: Type.String({ default: '/keys', description: 'all keys; nobody but setup sees it' }),
  SECRETS_DIR: Type.String({
    default: '/secrets',
    description: 'one folder per process, with its keys alone',
  }),
  WECHAT_APP_ID: Text('of the mini-program'),
  WECHAT_APP_SECRET: Text('of the mini-program'),
  WECHATPAY_MCHID: Text('of the merchant'),
  WECHATPAY_MERCHANT_SERIAL: Text('of the merchant’s certificate'),
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://', description: 'a role that may create roles' }),
  DATABASE_PASSWORD: Text('of the roles of the services'),
  PICTURES_URL: Type.String({
    pattern: '^https?://.*[^/]$',
    description: 'where people read the bucket of the pictures',
  }),
  SIMULATOR_URL: Text('origin of the providers’ simulator'),
  JWT_PUBLIC_KEYS_FILE: Text('keys that the gateway verifies tokens with'),
  REDIS_URL: Type.String({ pattern: '^rediss?://', description: 'where the gateway counts' }),
  GATEWAY_CONFIG: Type.String({ default: 'gateway/kong.yml', description: 'the routes' }),
  GATEWAY_PLUGINS: Type.String({ default: 'gateway/plugins', description: 'folder of our plugins' }),
  GATEWAY_OUT: Text('the file that Kong reads; the plugins land beside it'),
  GATEWAY_ORIGINS: Type.Optional(Text('comma-separated; absent: those of the routes')),
})

type Name = keyof typeof Environment.properties
type Settings = Static<typeof Environment>

/** @throws Error that lists everything of `names` that is missing or wrong; an empty variable counts as absent. */
export function readConfig<const Names extends Name>(names: readonly Names[]): Pick<Settings, Names> {
  const schema = Type.Pick(Environment, [...names])
  const given = Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  )
  return parsed(schema, Value.Convert(schema, Value.Default(schema, given))) as Pick<Settings, Names>
}

function parsed<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Value.Check(schema, value)) return value
  const problems = Value.Errors(schema, value).map((error) => `  ${error.instancePath} ${error.message}`)
  throw new Error(`the environment is not usable:\n${problems.join('\n')}`)
}
