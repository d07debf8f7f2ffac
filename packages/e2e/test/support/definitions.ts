import { existsSync, globSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { inRoot, SERVICES, type ServiceName } from '@linli/dev'
import type { Schema } from './sample.ts'

/** What the whole-system tests need of a service's table of contents. */
export type Definition = {
  readonly name: ServiceName
  readonly grpc: readonly { readonly definition: { readonly fullName: string } }[]
  readonly publishes: readonly { readonly $type: string }[]
  readonly events: (deps: object) => readonly { readonly type: string }[]
}

/** The eight tables of contents, by path: nothing may depend on a service. */
export function loadDefinitions(): Promise<readonly Definition[]> {
  return Promise.all(
    SERVICES.map(async (name) => {
      const module = await load<Definition>(inRoot('services', `${name}-service`, 'src', 'service.ts'))
      const definition = module[`${name}Service`]
      if (!definition) throw new Error(`${name}-service does not export ${name}Service`)
      return definition
    }),
  )
}

/** Subjects a service listens to. Handlers are only made here, never run, so they need no dependencies. */
export const handledBy = ({ events }: Definition): string[] => events({}).map(({ type }) => type)

/** `OrderQuery` for every `connect(OrderQueryDefinition, …)` in the service's deps.ts. */
export function clientsOf(name: ServiceName): string[] {
  const text = readFileSync(inRoot('services', `${name}-service`, 'src', 'deps.ts'), 'utf8')
  return [...text.matchAll(/\bconnect\(\s*(\w+)Definition\b/g)].map(([, service = '']) => service)
}

export type ErrorRow = { readonly owner: string; readonly id: string; readonly code: number }

type Table = Record<string, { readonly definition?: readonly [number, ...unknown[]] }>

/** Every row of every `defineErrors` table of a folder's sources. */
export async function errorsBelow(owner: string, folder: string): Promise<ErrorRow[]> {
  const files = globSync(`${folder}/src/**/*.ts`).filter(
    (file) => !file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('= defineErrors('),
  )
  const modules = await Promise.all(files.map((file) => load<Table>(file)))
  return modules.flatMap((module) =>
    Object.values(module).flatMap((table) =>
      Object.entries(table ?? {}).flatMap(([id, row]) =>
        row?.definition ? [{ owner, id, code: row.definition[0] }] : [],
      ),
    ),
  )
}

const load = async <Export>(file: string) =>
  (await import(pathToFileURL(file).href)) as Record<string, Export | undefined>

export type Audience = 'public' | 'user' | 'merchant' | 'admin'

/** One operation of a service, as its committed openapi.json tells it. */
export type Operation = {
  readonly service: ServiceName
  readonly method: string
  /** With `{id}`. */
  readonly path: string
  readonly operationId: string | undefined
  readonly audiences: readonly Audience[]
  readonly permission: string | undefined
  /** Schema of the JSON body, when there is one. */
  readonly body: Schema | undefined
  /** Query parameters that must be given. */
  readonly query: Readonly<Record<string, Schema>>
  /** Whether it takes an Idempotency-Key. */
  readonly keyed: boolean
  readonly responses: Readonly<Record<string, Response>>
}

export type Response = {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly required?: readonly string[] } }>>
}

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>> }
type RawOperation = {
  readonly operationId?: string
  readonly 'x-audience'?: Audience | readonly Audience[]
  readonly 'x-permission'?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Schema & { readonly default?: unknown }
  }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly responses?: Readonly<Record<string, Response>>
}

/** Every operation of every service. */
export function operations(): Operation[] {
  return SERVICES.flatMap((service) => {
    const file = inRoot('services', `${service}-service`, 'openapi.json')
    if (!existsSync(file)) throw new Error(`${file} is missing: npm run gen`)
    const { paths } = JSON.parse(readFileSync(file, 'utf8')) as Document
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => ({
        service,
        method: method.toUpperCase(),
        path,
        operationId: raw.operationId,
        audiences: [raw['x-audience'] ?? []].flat(),
        permission: raw['x-permission'],
        body: raw.requestBody?.content?.['application/json']?.schema,
        query: Object.fromEntries(
          (raw.parameters ?? [])
            .filter(
              ({ in: place, required, schema }) =>
                place === 'query' && required && schema.default === undefined,
            )
            .map(({ name, schema }) => [name, schema]),
        ),
        keyed: (raw.parameters ?? []).some(({ name }) => name === 'idempotency-key'),
        responses: raw.responses ?? {},
      })),
    )
  })
}
