// Loads the demo business into the schemas of the services, each through its own owner. Loading twice changes nothing.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'

const SERVICES = ['user', 'product', 'delivery', 'points', 'activity', 'message']

type Options = { dataKeysFile: string; appId: string }
type Loader = Record<string, ((client: pg.Client, options: Options) => Promise<void>) | undefined>

const dataKeysFile = required('DATA_KEYS_FILE')
const appFile = join(dirname(dataKeysFile), 'wechat', 'app.json')
const { appId } = JSON.parse(readFileSync(appFile, 'utf8')) as { appId: string }

for (const service of SERVICES) {
  const file = join(import.meta.dirname, 'load', `${service}.ts`)
  if (!existsSync(file)) continue
  const module = (await import(pathToFileURL(file).href)) as Loader
  const load = module[`load${service.charAt(0).toUpperCase()}${service.slice(1)}`]
  if (!load) throw new Error(`load/${service}.ts exports no loader`)
  const client = new pg.Client({ connectionString: required(`${service.toUpperCase()}_DATABASE_URL`) })
  await client.connect()
  try {
    await client.query('begin')
    await load(client, { dataKeysFile, appId })
    await client.query('commit')
  } finally {
    await client.end()
  }
}

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}
