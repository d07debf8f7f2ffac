// Loads the demo business into the schemas of the services, each through its own owner. Loading twice changes nothing.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from 'node:process'
import pg from 'pg'
import { loadActivity } from './load/activity.ts'
import { loadDelivery } from './load/delivery.ts'
import { loadMessage } from './load/message.ts'
import { loadPoints } from './load/points.ts'
import { loadProduct } from './load/product.ts'
import { loadUser } from './load/user.ts'

type Options = { dataKeysFile: string; appId: string }

const LOADERS: Record<string, (client: pg.Client, options: Options) => Promise<void>> = {
  user: loadUser,
  product: loadProduct,
  delivery: loadDelivery,
  points: loadPoints,
  activity: loadActivity,
  message: loadMessage,
}

const dataKeysFile = required('DATA_KEYS_FILE')
const appFile = join(dirname(dataKeysFile), 'wechat', 'app.json')
const { appId } = JSON.parse(readFileSync(appFile, 'utf8')) as { appId: string }

for (const [service, load] of Object.entries(LOADERS)) {
  const client = new pg.Client({ connectionString: required(`${service.toUpperCase()}_DATABASE_URL`) })
  client.on('error', () => {}) // a server that ends cuts it; the query reports that
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
  const value = env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}
