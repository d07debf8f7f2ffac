import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

type Login = { readonly login: string; readonly password: string }

/** What the bench needs of `.local/linli.json` (architecture.md §10). */
export type Platform = {
  readonly gateway: string
  readonly web: { readonly user: string | null; readonly admin: string | null }
  readonly simulator: string
  readonly postgres: string
  readonly redis: string
  readonly services: Readonly<Record<string, { readonly pid: number; readonly http: string }>>
  readonly accounts: {
    readonly users: readonly {
      readonly openid: string
      readonly communityId: string
      readonly pickupPointId: string
    }[]
    readonly admin: Login
  }
  /** The folder of the address file. */
  readonly folder: string
  readonly root: string
}

/** @throws Error when the platform is not running */
export function readPlatform(): Platform {
  const root = resolve(import.meta.dirname, '../../..')
  const folder = process.env.LINLI_LOCAL ? resolve(process.env.LINLI_LOCAL) : join(root, '.local')
  try {
    return { ...(JSON.parse(readFileSync(join(folder, 'linli.json'), 'utf8')) as Platform), folder, root }
  } catch (cause) {
    throw new Error('Linli is not running here: npm start -- --detach', { cause })
  }
}
