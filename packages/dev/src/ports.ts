import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { SERVICES, type ServiceName } from './services.ts'

export interface PortPlan {
  gateway: number
  /** Kong's status listener: /status/ready, /metrics. */
  gatewayStatus: number
  http: Record<ServiceName, number>
  grpc: Record<ServiceName, number>
  simulator: number
  /** The front ends. */
  web: number
  postgres: number
  redis: number
  nats: number
}

const numbered = (first: number): Record<ServiceName, number> =>
  Object.fromEntries(SERVICES.map((name, i) => [name, first + i])) as Record<ServiceName, number>

/** Every port of one platform, counted from `LINLI_PORT_BASE`. */
export function portPlan(base: number): PortPlan {
  if (!Number.isInteger(base) || base < 1024 || base > 65_000)
    throw new Error(`LINLI_PORT_BASE must be a whole number from 1024 to 65000, not "${base}"`)
  return {
    gateway: base,
    gatewayStatus: base + 9,
    http: numbered(base + 1),
    grpc: numbered(base + 11),
    simulator: base + 20,
    web: base + 30,
    postgres: base + 40,
    redis: base + 41,
    nats: base + 42,
  }
}

export const portBase = (): number => Number(process.env.LINLI_PORT_BASE ?? 18_000)

/** A port of the loopback address that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (!address || typeof address === 'string') return reject(new Error('no port was given'))
      server.close(() => resolve(address.port))
    })
  })
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

// Below the ports that the kernel gives to outgoing connections.
const BASES = Array.from({ length: 100 }, (_, i) => 20_000 + i * 100)

/** A value for `LINLI_PORT_BASE` none of whose ports is in use at this moment. */
export async function freeBase(): Promise<number> {
  for (const base of BASES) {
    const { http, grpc, ...rest } = portPlan(base)
    const ports = [...Object.values(http), ...Object.values(grpc), ...Object.values(rest)]
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base
  }
  throw new Error('no hundred free ports between 20000 and 30000')
}

const LISTEN = '0A'

/** Inodes of the sockets in a /proc/net/tcp table that listen on `port`. */
export function listeningInodes(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((f) => f[1]?.endsWith(`:${hex}`) && f[3] === LISTEN)
    .flatMap((f) => f[9] ?? [])
}

/** The process that listens on `port`, when /proc tells (Linux; other users' processes stay hidden). */
export function portHolder(port: number): { pid: number; command: string } | undefined {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((f) => read(f) ?? '')
  const wanted = new Set(tables.flatMap((t) => listeningInodes(t, port)).map((i) => `socket:[${i}]`))
  if (wanted.size === 0) return undefined
  for (const pid of list('/proc').filter((name) => /^\d+$/.test(name)))
    for (const fd of list(`/proc/${pid}/fd`))
      if (wanted.has(link(`/proc/${pid}/fd/${fd}`) ?? '')) {
        const command = (read(`/proc/${pid}/cmdline`) ?? '').split('\0').join(' ').trim()
        return { pid: Number(pid), command }
      }
  return undefined
}

// Processes end, and other users' are closed to us, while /proc is being read: both mean "not here".
function quiet<T>(f: () => T): T | undefined {
  try {
    return f()
  } catch {
    return undefined
  }
}
const read = (file: string) => quiet(() => readFileSync(file, 'utf8'))
const link = (file: string) => quiet(() => readlinkSync(file))
const list = (dir: string) => quiet(() => readdirSync(dir)) ?? []
