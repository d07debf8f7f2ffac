import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { buildWeapp, inRoot } from '@linli/dev'
import type { Figure } from './figure.ts'

const MAIN_LIMIT_KB = 1536
const KB = 1024
const APPS = ['user-miniapp', 'merchant-miniapp'] as const

/** Builds both mini-programs and weighs what is in no subpackage: WeChat loads it before the first page. */
export async function weighMainPackages(): Promise<Figure[]> {
  await buildWeapp()
  return APPS.map((app) => ({
    what: `weapp main package, ${app}`,
    value: mainBytes(inRoot('frontends', app, 'dist', 'weapp')) / KB,
    unit: 'kB',
    limit: MAIN_LIMIT_KB,
  }))
}

function mainBytes(root: string): number {
  const { subPackages = [] } = JSON.parse(readFileSync(join(root, 'app.json'), 'utf8')) as {
    subPackages?: { root: string }[]
  }
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !subPackages.some((sub) => relative(root, file).startsWith(`${sub.root}/`)))
    .reduce((sum, file) => sum + statSync(file).size, 0)
}
