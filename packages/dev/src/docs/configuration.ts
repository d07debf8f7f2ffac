import { pathToFileURL } from 'node:url'
import { inRoot } from '../paths.ts'
import type { Definition } from './definition.ts'

/** The part of JSON Schema that the services' `Config` uses. */
export interface Setting {
  readonly type?: string
  readonly const?: unknown
  readonly anyOf?: readonly Setting[]
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly description?: string
}

export interface Settings {
  readonly properties: Readonly<Record<string, Setting>>
  readonly required?: readonly string[]
}

/** What all services read. Imported by its path: this package does not depend on that one. */
export async function baseSettings(): Promise<Settings> {
  const url = pathToFileURL(inRoot('packages', 'service', 'src', 'config.ts')).href
  const { BaseConfig } = (await import(url)) as { BaseConfig: Settings }
  return BaseConfig
}

/** One table for all, then one for each service that reads more. */
export function configurationTables(base: Settings, all: readonly Definition[]): string {
  const own = all.flatMap(({ name, config }) =>
    Object.keys(config.properties).length === 0 ? [] : [`### ${name}-service`, '', ...table(config), ''],
  )
  return ['### All eight', '', ...table(base), '', ...own].join('\n').trimEnd()
}

const table = (settings: Settings): string[] => [
  '| variable | value | default | |',
  '|---|---|---|---|',
  ...Object.entries(settings.properties).map(([name, setting]) => row(name, setting, settings)),
]

function row(name: string, setting: Setting, { required = [] }: Settings): string {
  const needed = required.includes(name) && setting.default === undefined
  const fallback = setting.default === undefined ? (needed ? '**required**' : '–') : code(setting.default)
  return `| \`${name}\` | ${kind(setting)} | ${fallback} | ${setting.description ?? ''} |`
}

function kind({ type = '', anyOf, minimum, maximum, pattern }: Setting): string {
  if (anyOf) return anyOf.map((one) => code(one.const)).join(' ')
  const name = type === 'string' ? 'text' : type
  if (minimum !== undefined) return `${name}, ${minimum} – ${maximum ?? '…'}`
  return pattern === undefined ? name : `${name}, ${code(pattern)}`
}

/** A pipe would end the cell of the table. */
const code = (value: unknown): string =>
  value === '' ? 'empty' : `\`${String(value).replaceAll('|', '\\|')}\``
