import { SERVICES, type ServiceName } from '../services.ts'
import type { Findings } from './guard.ts'
import type { TextFile } from './tree.ts'

const EXEMPLAR: ServiceName = 'order'
const SAME_FILES = ['src/main.ts', 'prisma.config.ts', 'tsconfig.json']
const SAME_MANIFEST_KEYS = ['version', 'private', 'type', 'exports', 'scripts', 'engines']
const ROOT_FILE = /^(main|service|config|deps|errors)(\.test)?\.ts$/
const SLICE_FILE = /^[a-z0-9-]+(\.(store|schema|routes|rpc|subscriptions|jobs|client))?(\.test)?\.ts$/
const SLICE = /^[a-z0-9-]+$/

/** One shape for all eight (architecture.md §3): the same main and scripts, and only known file roles. */
export function serviceFindings(files: readonly TextFile[]): Findings {
  const byPath = new Map(files.map(({ path, text }) => [path, text]))
  const started = SERVICES.filter((name) => byPath.has(`services/${name}-service/src/main.ts`))
  return [
    ...started.flatMap((name) => SAME_FILES.flatMap((file) => sameFile(byPath, name, file))),
    ...started.flatMap((name) => sameManifest(byPath, name)),
    ...started.flatMap((name) => definition(byPath, name)),
    ...started.flatMap((name) => eventTables(byPath, name)),
    ...files.flatMap(({ path }) => knownRole(path)),
  ]
}

/** The text with the service's own name taken out, in any case. */
const nameless = (text: string, name: ServiceName): string =>
  text.replace(new RegExp(`\\b${name}(?=\\b|Service|_)`, 'gi'), '<name>')

function sameFile(byPath: ReadonlyMap<string, string>, name: ServiceName, file: string): Findings {
  const path = `services/${name}-service/${file}`
  const own = byPath.get(path)
  const exemplar = byPath.get(`services/${EXEMPLAR}-service/${file}`)
  if (own === undefined && exemplar === undefined) return []
  if (exemplar === undefined) return [`${path}: ${EXEMPLAR}-service, the exemplar, has no such file`]
  if (own === undefined) return [`${path} is missing; ${EXEMPLAR}-service has it`]
  const same = nameless(own, name) === nameless(exemplar, EXEMPLAR)
  return same ? [] : [`${path} differs from ${EXEMPLAR}-service beyond the name`]
}

function sameManifest(byPath: ReadonlyMap<string, string>, name: ServiceName): Findings {
  const keys = (service: ServiceName) => {
    const manifest = JSON.parse(byPath.get(`services/${service}-service/package.json`) ?? '{}') as Record<
      string,
      unknown
    >
    return SAME_MANIFEST_KEYS.map((key) => ({
      key,
      value: nameless(JSON.stringify(manifest[key] ?? null), service),
    }))
  }
  const exemplar = new Map(keys(EXEMPLAR).map(({ key, value }) => [key, value]))
  return keys(name)
    .filter(({ key, value }) => exemplar.get(key) !== value)
    .map(({ key }) => `services/${name}-service/package.json: "${key}" differs from ${EXEMPLAR}-service`)
}

function definition(byPath: ReadonlyMap<string, string>, name: ServiceName): Findings {
  const path = `services/${name}-service/src/service.ts`
  const text = byPath.get(path) ?? ''
  const opening = new RegExp(`export const ${name}Service = defineService\\(\\{\\s+name: '${name}',`)
  return opening.test(text)
    ? []
    : [`${path}: must say "export const ${name}Service = defineService({ name: '${name}', …"`]
}

const EVENT_TABLES = /^packages\/events\/tables\/(\w+)\.sql$/

/** The tables of packages/events, by migrations of the same name and the same text. */
function eventTables(byPath: ReadonlyMap<string, string>, name: ServiceName): Findings {
  const folder = `services/${name}-service/prisma/migrations`
  const own = new Map(
    [...byPath].flatMap(([path, text]) => {
      const [, kind] = new RegExp(`^${folder}/\\d{4}_(\\w+)/migration\\.sql$`).exec(path) ?? []
      return kind === undefined ? [] : [[kind, text] as const]
    }),
  )
  return [...byPath].flatMap(([path, text]) => {
    const [, kind] = EVENT_TABLES.exec(path) ?? []
    return kind === undefined || own.get(kind) === text
      ? []
      : [`${folder}: needs a migration NNNN_${kind} with the text of ${path}`]
  })
}

function knownRole(path: string): Findings {
  const [, inside] = /^services\/[^/]+\/src\/(.+)$/.exec(path) ?? []
  if (inside === undefined) return []
  const parts = inside.split('/')
  const [first = '', second = ''] = parts
  const known =
    (parts.length === 1 && ROOT_FILE.test(first)) ||
    (parts.length === 2 && SLICE.test(first) && SLICE_FILE.test(second)) ||
    (second === '__snapshots__' && inside.endsWith('.test.ts.snap')) // written by the test beside it
  return known ? [] : [`${path}: no such role; see "File roles" in architecture.md §3`]
}
