import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { parse, stringify } from 'yaml'
import { KongDocument, type KongPlugin } from './kong-schema.ts'
import { type PluginConfigs, type PluginName, type PluginSet, pluginSchemas } from './plugin-schemas.ts'

/** Every field, plugin or option of the file that gateway/local would have to ignore, with its path. */
export class UnsupportedConfig extends Error {
  override name = 'UnsupportedConfig'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`gateway/local cannot run this file:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** @throws UnsupportedConfig listing all problems, never only the first. */
export function parseKongFile(text: string): KongDocument {
  const document: unknown = parse(text)
  const problems: string[] = []
  const checked = check(KongDocument, document, { path: '', problems })
  if (checked) for (const { path, plugins } of pluginLists(checked)) readPlugins(plugins, path, problems)
  if (!checked || problems.length > 0) throw new UnsupportedConfig(problems)
  return checked
}

/** The file as Kong reads it, without anchors: Kong would share what two places refer to. */
export const formatKongFile = (document: KongDocument): string =>
  stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 })

/** @throws UnsupportedConfig when the list holds an unknown plugin, a repeated one or an unknown option. */
export function pluginSet(plugins: readonly KongPlugin[], path: string): PluginSet {
  const problems: string[] = []
  const set = readPlugins(plugins, path, problems)
  if (problems.length > 0) throw new UnsupportedConfig(problems)
  return set
}

/** Every list of plugins in the file, with its path. */
function pluginLists(document: KongDocument): { path: string; plugins: KongPlugin[] }[] {
  const lists = [{ path: '/plugins', plugins: document.plugins }]
  for (const service of document.services) {
    lists.push({ path: `/services/${service.name}/plugins`, plugins: service.plugins })
    for (const route of service.routes) {
      lists.push({ path: `/services/${service.name}/routes/${route.name}/plugins`, plugins: route.plugins })
    }
  }
  return lists
}

function readPlugins(plugins: readonly KongPlugin[], path: string, problems: string[]): PluginSet {
  const set: PluginSet = {}
  for (const plugin of plugins) {
    const where = `${path}/${plugin.name}`
    if (!isPluginName(plugin.name)) problems.push(`${where}: this plugin is not implemented`)
    else if (set[plugin.name]) problems.push(`${where}: appears twice`)
    else put(set, plugin.name, { config: plugin.config, path: where, problems })
  }
  return set
}

type Unchecked = { config: unknown; path: string; problems: string[] }

function put<Name extends PluginName>(set: PluginSet, name: Name, unchecked: Unchecked): void {
  const schema: TSchema & { static?: PluginConfigs[Name] } = pluginSchemas[name]
  const config = check(schema, unchecked.config, unchecked)
  if (config !== undefined) Object.assign(set, { [name]: config })
}

const isPluginName = (name: string): name is PluginName => Object.hasOwn(pluginSchemas, name)

function check<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  { path, problems }: { path: string; problems: string[] },
): Static<Schema> | undefined {
  const filled: unknown = Value.Default(schema, Value.Clone(value))
  if (Value.Check(schema, filled)) return filled
  for (const error of Value.Errors(schema, filled)) {
    if (error.keyword === 'additionalProperties') continue // named once more, with its path, as "boolean"
    const said = error.keyword === 'boolean' ? 'this field is not implemented' : error.message
    problems.push(`${path}${error.instancePath}: ${said}`)
  }
  return undefined
}
