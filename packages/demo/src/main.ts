// Loads the demo business into the schemas of the services, each through its own owner. Loading twice changes nothing.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'

const SERVICES = ['user', 'product', 'delivery', 'points', 'activity', 'message']

type Loader = Record<string, ((client: pg.Client) => Promise<void>) | undefined>

for (const service of SERVICES) {
  const file = join(import.meta.dirname, 'load', `${service}.ts`)
  if (!existsSync(file)) continue
  const module = (await import(pathToFileURL(file).href)) as Loader
  const load = module[`load${service.charAt(0).toUpperCase()}${service.slice(1)}`]
  const url = process.env[`${service.toUpperCase()}_DATABASE_URL`]
  if (!load || !url) throw new Error(`${service}: no loader or no ${service.toUpperCase()}_DATABASE_URL`)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await load(client)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
