import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseEnv } from 'node:util'
import { accounts } from '@linli/demo'
import { inRoot, SERVICES, type ServiceName } from '@linli/dev'
import { KEY_FILES } from '@linli/simulator'
import { KEYS_OF } from './hand-out.ts'
import { makeKeys } from './make-keys.ts'

type Secret = {
  readonly apiVersion: 'v1'
  readonly kind: 'Secret'
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly stringData: Readonly<Record<string, string>>
}

/** Where the release is, and where the stores and the simulator are. */
const RELEASE = 'linli'
const STORES = 'localhost'
/** In full: a resolver may take a name that ends in `.localhost` for this machine. */
const DOMAIN = `${STORES}.svc.cluster.local`

/** The charts' `secretEnv`. */
const ASK_WECHAT: readonly ServiceName[] = ['user', 'message']

const secret = (namespace: string, name: string, stringData: Secret['stringData']): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData,
})

/** What somebody wrote to `.env`, else what the example has: compose and the local cluster read the same. */
function readSettings(): (name: string) => string {
  const [file = ''] = ['.env', '.env.example'].map((name) => inRoot(name)).filter(existsSync)
  const settings = parseEnv(readFileSync(file, 'utf8'))
  return (name) => {
    const value = settings[name]
    if (!value) throw new Error(`${name} is missing in ${basename(file)}`)
    return value
  }
}

/**
 * Every Secret of a local cluster; the keys are made in `keys` when they are not there yet.
 * @throws Error when a password is missing in `.env`
 */
export async function clusterSecrets(keys: string): Promise<Secret[]> {
  const setting = readSettings()
  const app = { appId: setting('WECHAT_APP_ID'), appSecret: setting('WECHAT_APP_SECRET') }
  await makeKeys(keys, {
    ...app,
    mchid: setting('WECHATPAY_MCHID'),
    serial: setting('WECHATPAY_MERCHANT_SERIAL'),
  })
  const file = (path: string) => readFileSync(join(keys, path), 'utf8')
  const filesOf = (process: string) =>
    Object.fromEntries((KEYS_OF[process] ?? []).map((path) => [basename(path), file(path)]))
  const password = encodeURIComponent(setting('DATABASE_PASSWORD'))
  const at = (role: string, secretWord: string) =>
    `postgres://${role}:${secretWord}@postgres.${DOMAIN}:5432/linli`

  return [
    secret(RELEASE, 'linli-shared', {
      REDIS_URL: `redis://:${encodeURIComponent(setting('REDIS_PASSWORD'))}@redis.${DOMAIN}:6379`,
      NATS_URL: `nats://nats.${DOMAIN}:4222`,
      'jwt-public.json': file('jwt-public.json'),
    }),
    ...SERVICES.map((service) =>
      secret(RELEASE, `${service}-service-secrets`, {
        DATABASE_URL: at(`${service}_svc`, password),
        MIGRATION_DATABASE_URL: at(`${service}_owner`, password),
        ...(ASK_WECHAT.includes(service) && { WECHAT_APP_SECRET: app.appSecret }),
        ...filesOf(service),
      }),
    ),
    secret(STORES, 'stores', {
      POSTGRES_PASSWORD: setting('POSTGRES_PASSWORD'),
      REDIS_PASSWORD: setting('REDIS_PASSWORD'),
    }),
    secret(STORES, 'simulator', { ...filesOf('simulator'), 'accounts.json': JSON.stringify(accounts) }),
    secret(STORES, 'setup', {
      DATABASE_URL: at('postgres', encodeURIComponent(setting('POSTGRES_PASSWORD'))),
      DATABASE_PASSWORD: setting('DATABASE_PASSWORD'),
      WECHAT_APP_ID: app.appId,
      'data-keys.json': file('data-keys.json'),
      [KEY_FILES.oss]: file(join('wechat', KEY_FILES.oss)),
    }),
  ]
}
