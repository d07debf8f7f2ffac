import { existsSync, readFileSync } from 'node:fs'
import { chartDocuments } from '../charts/values/documents.ts'
import { dashboardFiles } from '../dashboards/dashboards.ts'
import { inRoot } from '../paths.ts'
import { SERVICES } from '../services.ts'
import { baseSettings, configurationTables } from './configuration.ts'
import { type Definition, loadDefinition } from './definition.ts'
import type { Document } from './document.ts'
import { eventMap, eventTables, stateDiagrams } from './markdown.ts'
import { openApiText } from './openapi.ts'

/** Every file that is made from code: OpenAPI, diagrams and events per service, the event map, the settings, what the charts carry. */
export async function documents(): Promise<Document[]> {
  const definitions = await Promise.all(SERVICES.map(loadDefinition))
  const perService = await Promise.all(
    definitions.map((definition) => serviceDocuments(definition, definitions)),
  )
  const map = eventMap(definitions)
  const readmes = ['README.md', 'README.zh-CN.md'].flatMap((name) => readme(inRoot(name), { events: map }))
  const base = await baseSettings()
  const settings = configurationTables(base, definitions)
  const reference = readme(inRoot('docs', 'operations', 'configuration.md'), { settings })
  return [
    ...perService.flat(),
    ...readmes,
    ...reference,
    ...dashboardFiles(),
    gatewayRoutes(),
    ...chartDocuments(base, definitions),
  ]
}

/** A chart cannot read outside of its folder. */
const gatewayRoutes = (): Document => ({
  path: inRoot('charts', 'gateway', 'files', 'kong.yml'),
  text: readFileSync(inRoot('gateway', 'kong.yml'), 'utf8'),
})

async function serviceDocuments(definition: Definition, all: readonly Definition[]): Promise<Document[]> {
  const folder = inRoot('services', `${definition.name}-service`)
  const sections = { machines: stateDiagrams(definition), events: eventTables(definition, all) }
  return [
    { path: `${folder}/openapi.json`, text: await openApiText(definition) },
    ...readme(`${folder}/README.md`, sections),
  ]
}

/** Fills `<!-- generated:name -->…<!-- /generated -->`; a README without the marker keeps its text. */
function readme(path: string, sections: Record<string, string>): Document[] {
  if (!existsSync(path)) return []
  const text = Object.entries(sections).reduce(
    (whole, [name, section]) =>
      whole.replace(
        new RegExp(`(<!-- generated:${name} -->)[\\s\\S]*?(?:<!-- /generated -->|$(?![\\s\\S])|(?=\\n## ))`),
        (_match, open: string) => `${open}\n${section}\n<!-- /generated -->`,
      ),
    readFileSync(path, 'utf8'),
  )
  return [{ path, text }]
}
