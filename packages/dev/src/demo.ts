import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { databaseOf, serviceUrls } from './database.ts'
import type { Surroundings } from './environment.ts'
import { hashOf, readStamp, writeStamp } from './hash.ts'
import { ACCOUNTS_FILE, inRoot, local, ROOT } from './paths.ts'
import { SERVICES } from './services.ts'
import { runTethered } from './tethered.ts'

const MAIN = inRoot('packages', 'demo', 'src', 'main.ts')

/**
 * Runs the loader of packages/demo with the owners' URLs (`ORDER_DATABASE_URL`, …). It may write who can log in
 * to DEMO_ACCOUNTS_FILE; else `accounts` of the package is taken. Loading twice changes nothing; it is skipped when the same data is there already.
 */
export async function loadDemo({ access, keys, redis, ports }: Surroundings) {
  if (!existsSync(MAIN)) return { text: 'none', value: undefined }
  const migrations = SERVICES.map((s) => inRoot('services', `${s}-service`, 'prisma', 'migrations'))
  const picturesUrl = `http://127.0.0.1:${ports.simulator}/oss/${bucketOf(keys)}`
  const hash = `${access.adminUrl} ${picturesUrl} ${hashOf([inRoot('packages', 'demo', 'src'), ...migrations], ROOT)}`
  const stamp = local('data', 'demo.stamp')
  if (readStamp(stamp) === hash && !process.env.DATABASE_URL) return { text: 'up to date', value: undefined }
  const urls = SERVICES.map((s): [string, string] => [
    `${s.toUpperCase()}_DATABASE_URL`,
    serviceUrls(access, s).ownerUrl,
  ])
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(urls),
    DATABASE_URL: access.adminUrl,
    DATA_KEYS_FILE: join(keys, 'data-keys.json'),
    REDIS_URL: redis,
    DEMO_ACCOUNTS_FILE: ACCOUNTS_FILE(),
    PICTURES_URL: picturesUrl,
  }
  try {
    await runTethered(process.execPath, [MAIN], { env })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`the demo data were not loaded into ${databaseOf(access.adminUrl)}:\n${why}`, { cause })
  }
  if (!existsSync(ACCOUNTS_FILE())) await writeAccounts()
  writeStamp(stamp, hash)
  return { text: 'loaded', value: undefined }
}

const ossFile = (keys: string): string => join(keys, 'wechat', 'oss.json')

function bucketOf(keys: string): string {
  const { bucket } = JSON.parse(readFileSync(ossFile(keys), 'utf8')) as { bucket: string }
  return bucket
}

/** Puts the demo pictures into the simulator's object storage; what is there already stays. */
export async function uploadPictures({ ports, keys }: Surroundings) {
  const script = inRoot('packages', 'demo', 'src', 'upload.ts')
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    SIMULATOR_URL: `http://127.0.0.1:${ports.simulator}`,
    OSS_FILE: ossFile(keys),
  }
  await runTethered(process.execPath, [script], { env })
  return { text: 'in the object storage', value: undefined }
}

async function writeAccounts(): Promise<void> {
  const script =
    'const { accounts } = await import(process.argv[1]); console.log(JSON.stringify(accounts ?? null))'
  const source = pathToFileURL(inRoot('packages', 'demo', 'src', 'index.ts')).href
  const accounts = await runTethered(process.execPath, ['--input-type=module', '-e', script, source])
  mkdirSync(dirname(ACCOUNTS_FILE()), { recursive: true })
  writeFileSync(ACCOUNTS_FILE(), accounts)
}
