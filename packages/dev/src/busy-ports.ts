import { freeBase, isFree, portHolder } from './ports.ts'

const MOST_LINES = 5
const MOST_CHARACTERS = 100

/** Throws when somebody listens on a port already: who, and how to choose others. `wanted` names each port's user. */
export async function checkPorts(wanted: ReadonlyMap<number, string>): Promise<void> {
  const ports = [...wanted.keys()]
  const free = await Promise.all(ports.map(isFree))
  const busy = ports.filter((_, i) => !free[i])
  if (busy.length === 0) return
  const lines = busy
    .slice(0, MOST_LINES)
    .map((port) => `  port ${port} (${wanted.get(port)}) is held by ${holderOf(port)}`)
  if (busy.length > MOST_LINES) lines.push(`  … and ${busy.length - MOST_LINES} more`)
  const way = `End what holds them, or use other ports: LINLI_PORT_BASE=${await freeBase()} npm start`
  throw new Error(['ports are busy:', ...lines, way].join('\n'))
}

function holderOf(port: number): string {
  const holder = portHolder(port)
  if (!holder) return 'a process that this user may not see'
  return `process ${holder.pid}: ${shortened(holder.command)}`
}

/** The end says more than the middle: a script and its arguments behind a long path and many flags. */
const shortened = (command: string): string =>
  command.length <= MOST_CHARACTERS
    ? command
    : `${command.slice(0, MOST_CHARACTERS / 4)} … ${command.slice((-MOST_CHARACTERS * 3) / 4)}`
