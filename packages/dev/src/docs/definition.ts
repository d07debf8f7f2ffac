import { pathToFileURL } from 'node:url'
import type { Routes } from '@linli/http'
import { inRoot } from '../paths.ts'
import type { ServiceName } from '../services.ts'

/** The part of JSON Schema that the services' `Config` uses. */
export interface Setting {
  readonly type?: string
  readonly const?: unknown
  readonly anyOf?: readonly Setting[]
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly description?: string
}

export interface Settings {
  readonly properties: Readonly<Record<string, Setting>>
  readonly required?: readonly string[]
}

/** What the documents need of a service's table of contents. */
export type Definition = {
  readonly name: ServiceName
  readonly config: Settings
  readonly http: readonly Routes<never>[]
  readonly publishes: readonly { readonly $type: string }[]
  readonly events: (deps: never) => readonly { readonly type: string }[]
  readonly machines: readonly { readonly name: string; diagram(): string }[]
}

/** Imports a service by its path: packages do not depend on services. */
export async function loadDefinition(name: ServiceName): Promise<Definition> {
  const url = pathToFileURL(inRoot('services', `${name}-service`, 'src', 'service.ts')).href
  const module = (await import(url)) as Record<string, Definition | undefined>
  const definition = module[`${name}Service`]
  if (!definition) throw new Error(`${name}-service does not export ${name}Service`)
  return definition
}

/** Subjects a service listens to. Handlers are only made here, never run, so they need no dependencies. */
export const handledBy = ({ events }: Definition): string[] => events({} as never).map(({ type }) => type)
