// node dist/main.mjs VERB: what an installation needs once, or before each start. Every verb may run again.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accounts, loadDemo, uploadPictures } from '@linli/demo'
import { createDatabase, prepareSchema, SERVICES, serviceName, serviceUrls, writeKeyFile } from '@linli/dev'
import { KEY_FILES, type OssFile } from '@linli/simulator'
import { clusterSecrets } from './cluster-secrets.ts'
import { readConfig } from './config.ts'
import { writeGatewayConfig } from './gateway-config.ts'
import { handOut } from './hand-out.ts'
import { makeKeys } from './make-keys.ts'
import { smoke } from './smoke.ts'

/** Who can log in, for the log-in page of the simulator. */
const ACCOUNTS = 'accounts.json'

const VERBS: Record<string, (args: readonly string[]) => void | Promise<void>> = {
  /** Makes all keys, and gives every process its own. */
  async keys() {
    const settings = readConfig([
      ...(['KEYS_DIR', 'SECRETS_DIR', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET'] as const),
      ...(['WECHATPAY_MCHID', 'WECHATPAY_MERCHANT_SERIAL'] as const),
    ])
    await makeKeys(settings.KEYS_DIR, {
      appId: settings.WECHAT_APP_ID,
      appSecret: settings.WECHAT_APP_SECRET,
      mchid: settings.WECHATPAY_MCHID,
      serial: settings.WECHATPAY_MERCHANT_SERIAL,
    })
    handOut(settings.KEYS_DIR, settings.SECRETS_DIR)
    writeKeyFile(join(settings.SECRETS_DIR, 'simulator', ACCOUNTS), JSON.stringify(accounts))
  },

  /** Every Secret of a local cluster, into a file for kubectl; the Tiltfile asks for it. */
  async 'cluster-secrets'([file]) {
    if (!file) throw new Error('cluster-secrets needs a file to write to')
    const { KEYS_DIR } = readConfig(['KEYS_DIR'])
    const items = await clusterSecrets(KEYS_DIR)
    writeKeyFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2))
  },

  /** The database, two roles and a schema per service. */
  async database() {
    const { DATABASE_URL: adminUrl, DATABASE_PASSWORD: password } = readConfig([
      'DATABASE_URL',
      'DATABASE_PASSWORD',
    ])
    await createDatabase({ adminUrl, password })
    for (const service of SERVICES) await prepareSchema({ adminUrl, password }, service)
  },

  /** The demo business, in migrated schemas. */
  async demo() {
    const settings = readConfig([
      ...(['DATABASE_URL', 'DATABASE_PASSWORD', 'KEYS_DIR', 'WECHAT_APP_ID'] as const),
      'PICTURES_URL',
    ])
    const access = { adminUrl: settings.DATABASE_URL, password: settings.DATABASE_PASSWORD }
    await loadDemo((service) => serviceUrls(access, serviceName(service)).ownerUrl, {
      dataKeysFile: join(settings.KEYS_DIR, 'data-keys.json'),
      appId: settings.WECHAT_APP_ID,
      picturesUrl: settings.PICTURES_URL,
    })
  },

  /** The pictures of the demo business, in the simulated object storage. */
  async pictures() {
    const { SIMULATOR_URL: simulator, KEYS_DIR } = readConfig(['SIMULATOR_URL', 'KEYS_DIR'])
    const { bucket } = JSON.parse(readFileSync(join(KEYS_DIR, 'wechat', KEY_FILES.oss), 'utf8')) as OssFile
    await uploadPictures({ simulator, bucket })
  },

  /** Routes with public keys, Redis and origins filled in, and our plugin, for a Kong. */
  'gateway-config'() {
    const settings = readConfig([
      ...(['GATEWAY_CONFIG', 'GATEWAY_PLUGINS', 'GATEWAY_OUT', 'GATEWAY_ORIGINS'] as const),
      ...(['JWT_PUBLIC_KEYS_FILE', 'REDIS_URL'] as const),
    ])
    writeGatewayConfig({
      config: settings.GATEWAY_CONFIG,
      plugins: settings.GATEWAY_PLUGINS,
      publicKeys: settings.JWT_PUBLIC_KEYS_FILE,
      redisUrl: settings.REDIS_URL,
      origins: settings.GATEWAY_ORIGINS?.split(','),
      out: settings.GATEWAY_OUT,
    })
  },

  /** Does the gateway at this address work? */
  async smoke([gateway]) {
    if (!gateway) throw new Error('smoke needs the address of the gateway')
    const findings = await smoke(gateway)
    if (findings.length > 0) throw new Error(findings.join('\n'))
  },
}

const [verb = '', ...args] = process.argv.slice(2)
try {
  const run = VERBS[verb]
  if (!run) throw new Error(`setup knows ${Object.keys(VERBS).join(', ')}; not "${verb}"`)
  await run(args)
  console.log(`${verb}: done`)
} catch (error) {
  console.error(`${verb}: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
