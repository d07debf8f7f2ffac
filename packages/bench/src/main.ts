// `npm run bench`: measures the running platform beside reference servers of its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ratiosOf } from './goals.ts'
import { readPlatform } from './platform.ts'
import { startProcesses } from './processes.ts'
import { render, renderFigures, renderRatios } from './render.ts'
import { measureEvents } from './scenarios/events.ts'
import { measureOrders } from './scenarios/orders.ts'
import { measurePaid } from './scenarios/paid.ts'
import { measureReads } from './scenarios/reads.ts'
import { measureSql } from './scenarios/sql.ts'
import { measureWeb } from './scenarios/web.ts'
import { openStore } from './store.ts'

const SERVER = ['reads', 'sql', 'orders', 'paid', 'events'] as const
const ALL: readonly string[] = [...SERVER, 'web']
const HELP = `npm run bench [-- [--quick] [${ALL.join('|')} …]]   all of them when none is named`
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const unknown = wanted.filter((name) => !ALL.includes(name))
if (process.argv.includes('--help') || unknown.length > 0) {
  if (unknown.length > 0) console.error(`no such measurement: ${unknown.join(', ')}`)
  console.log(HELP)
  process.exit(unknown.length > 0 ? 2 : 0)
}
const runs = (name: string) => wanted.length === 0 || wanted.includes(name)

const platform = readPlatform()

async function measureServer() {
  const processes = startProcesses(platform)
  const context = { platform, processes, store: await openStore(platform) }
  const rows = [
    ...(runs('reads') ? await measureReads(context) : []),
    ...(runs('sql') ? await measureSql(context) : []),
    ...(runs('orders') ? await measureOrders(context) : []),
    ...(runs('paid') ? await measurePaid(context) : []),
    ...(runs('events') ? await measureEvents(context) : []),
  ]
  return { rows, memory: processes.memory() }
}

const server = SERVER.some(runs) ? await measureServer() : undefined
if (server) console.log(render(server.rows, server.memory))
const ratios = ratiosOf(server?.rows ?? [])
if (ratios.length > 0) console.log(`\n${renderRatios(ratios)}`)
const web = runs('web') ? await measureWeb(platform) : undefined
if (web) console.log(renderFigures(web))

const folder = join(platform.folder, 'bench')
mkdirSync(folder, { recursive: true })
const at = new Date().toISOString()
const file = join(folder, `${at.replaceAll(':', '-')}.json`)
writeFileSync(file, `${JSON.stringify({ at, ...server, ratios, web }, null, 2)}\n`)
console.log(`\nwritten to ${file}`)
process.exit(0)
