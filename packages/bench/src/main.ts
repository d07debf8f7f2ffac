// `npm run bench [-- reads orders paid events]`: measures the running platform beside reference servers of its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPlatform } from './platform.ts'
import { startProcesses } from './processes.ts'
import { render } from './render.ts'
import { measureEvents } from './scenarios/events.ts'
import { measureOrders } from './scenarios/orders.ts'
import { measurePaid } from './scenarios/paid.ts'
import { measureReads } from './scenarios/reads.ts'
import { measureSql } from './scenarios/sql.ts'
import { openStore } from './store.ts'

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const runs = (name: string) => wanted.length === 0 || wanted.includes(name)

const platform = readPlatform()
const processes = startProcesses(platform)
const context = { platform, processes, store: await openStore(platform) }
const rows = [
  ...(runs('reads') ? await measureReads(context) : []),
  ...(runs('sql') ? await measureSql(context) : []),
  ...(runs('orders') ? await measureOrders(context) : []),
  ...(runs('paid') ? await measurePaid(context) : []),
  ...(runs('events') ? await measureEvents(context) : []),
]
const memory = processes.memory()
console.log(render(rows, memory))

const folder = join(platform.folder, 'bench')
mkdirSync(folder, { recursive: true })
const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`)
writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), rows, memory }, null, 2)}\n`)
console.log(`\nwritten to ${file}`)
process.exit(0)
