import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { webApps } from './build-web.ts'
import { ACCOUNTS_FILE, local } from './paths.ts'
import type { Platform } from './platform.ts'

/** `.local/linli.json`: how any script reaches the running platform. */
export interface Addresses {
  gateway: string | null
  /** Where the gateway tells its metrics. */
  gatewayStatus: string | null
  web: { user: string | null; merchant: string | null; admin: string | null }
  simulator: string | null
  /** URL of a role that may do everything. */
  postgres: string
  redis: string
  nats: string
  services: Record<string, { pid: number | null; http: string; grpc: string }>
  accounts: unknown
}

const FILE = (): string => local('linli.json')

export function readAddresses(): Addresses | undefined {
  return existsSync(FILE()) ? (JSON.parse(readFileSync(FILE(), 'utf8')) as Addresses) : undefined
}

const demoAccounts = (): unknown =>
  existsSync(ACCOUNTS_FILE()) ? JSON.parse(readFileSync(ACCOUNTS_FILE(), 'utf8')) : null

export const removeAddresses = (): void => rmSync(FILE(), { force: true })

/** Writes the file anew; called again whenever a service came back as another process. */
export function writeAddresses(platform: Platform, pid: (name: string) => number | undefined): Addresses {
  const { ports, access, redis, nats, services, hasGateway, hasSimulator } = platform
  const addresses: Addresses = {
    gateway: hasGateway ? `http://127.0.0.1:${ports.gateway}` : null,
    gatewayStatus: hasGateway ? `http://127.0.0.1:${ports.gatewayStatus}` : null,
    web: webAddresses(platform),
    simulator: hasSimulator ? `http://127.0.0.1:${ports.simulator}` : null,
    postgres: access.adminUrl,
    redis,
    nats,
    services: Object.fromEntries(
      services.map((name) => [
        `${name}-service`,
        {
          pid: pid(`${name}-service`) ?? null,
          http: `http://127.0.0.1:${ports.http[name]}`,
          grpc: `127.0.0.1:${ports.grpc[name]}`,
        },
      ]),
    ),
    accounts: demoAccounts(),
  }
  writeFileSync(`${FILE()}.new`, JSON.stringify(addresses, null, 2))
  renameSync(`${FILE()}.new`, FILE())
  return addresses
}

/** Address of every front end that is served. */
function webAddresses({ ports, hasWeb }: Platform): Addresses['web'] {
  const bases = hasWeb
    ? webApps().map(({ name, base }) => [name, `http://127.0.0.1:${ports.web}${base}`])
    : []
  const byName = Object.fromEntries(bases) as Record<string, string | undefined>
  return {
    user: byName['user-miniapp'] ?? null,
    merchant: byName['merchant-miniapp'] ?? null,
    admin: byName['admin-web'] ?? null,
  }
}

/** The last lines of `npm start`. */
export function describe(addresses: Addresses): string {
  const lines = [
    ['user app', addresses.web.user],
    ['merchant app', addresses.web.merchant],
    ['admin', addresses.web.admin],
    ['gateway', addresses.gateway],
    ['simulator', addresses.simulator],
    ['postgres', addresses.postgres],
    ['redis', addresses.redis],
    ['nats', addresses.nats],
    ...Object.entries(addresses.services).map(([name, { http, grpc }]) => [name, `${http}  gRPC ${grpc}`]),
  ]
  const rows = lines.filter(([, url]) => url).map(([name, url]) => `  ${name?.padEnd(17)} ${url}`)
  const accounts = addresses.accounts ? ['', 'Demo accounts:', indent(accountLines(addresses.accounts))] : []
  return [...rows, ...accounts].join('\n')
}

const indent = (lines: string[]): string => lines.map((line) => `  ${line}`).join('\n')

function accountLines(accounts: unknown): string[] {
  if (typeof accounts !== 'object' || accounts === null) return []
  return Object.entries(accounts).map(([role, value]) => {
    const first: unknown = Array.isArray(value) ? value[0] : value
    const more = Array.isArray(value) && value.length > 1 ? ` … ${value.length} in all` : ''
    return `${role.padEnd(17)} ${JSON.stringify(first)}${more}`
  })
}
