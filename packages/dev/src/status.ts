import { readAddresses } from './addresses.ts'
import { httpStatus } from './node-component.ts'
import { RUN_FILE } from './paths.ts'
import { identify, isAlive, residentBytes } from './processes.ts'
import { type Child, readRunFile } from './run-files.ts'

const mb = (bytes: number | undefined): string =>
  bytes === undefined ? '-' : (bytes / 1024 / 1024).toFixed(0)

/** `npm run status`: exit code 0 only when everything is up and ready. */
export async function status(): Promise<number> {
  const run = readRunFile(RUN_FILE())
  if (!run || !isAlive(run.owner)) {
    console.log(run ? 'The supervisor was killed; npm run stop ends what it left.' : 'Linli is not running.')
    return 1
  }
  const rows = await Promise.all(Object.entries(run.children).map(([name, child]) => row(name, child)))
  const own = ['supervisor', String(run.owner.pid), '-', readAddresses() ? 'yes' : 'starting']
  const total = [run.owner, ...Object.values(run.children)].reduce(
    (sum, p) => sum + (residentBytes(p.pid) ?? 0),
    0,
  )
  const table = [
    ['process', 'pid', 'port', 'ready', 'RSS MB'],
    [...own, mb(residentBytes(run.owner.pid))],
    ...rows,
    ['total', '', '', '', mb(total)],
  ]
  for (const [name = '', ...cells] of table)
    console.log([name.padEnd(18), ...cells.map((c) => c.padStart(8))].join(''))
  return readAddresses() && rows.every((cells) => cells[3] === 'yes') ? 0 : 1
}

async function row(name: string, child: Child): Promise<string[]> {
  const ready = isAlive(child) ? await isReady(name, child.port) : 'down'
  return [
    name,
    String(child.pid),
    String(child.port),
    ready,
    mb(identify(child.pid) && residentBytes(child.pid)),
  ]
}

async function isReady(name: string, port: number): Promise<string> {
  if (['postgres', 'redis', 'nats'].includes(name)) return 'yes' // alive; services' own readiness covers the rest
  try {
    const code = await httpStatus(port, '/readyz')
    return (name.endsWith('-service') ? code === 200 : code < 500) ? 'yes' : 'no'
  } catch {
    return 'no'
  }
}
