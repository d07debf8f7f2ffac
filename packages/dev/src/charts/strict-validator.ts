import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { type Crd, readCrds, readOpenApi } from './kubernetes-schemas.ts'
import type { Schema } from './values/value.ts'

export type Judged = { readonly apiVersion: string; readonly kind: string }

/** Of objects whose kind is not Kubernetes' own, too. */
const METADATA: Schema = { $ref: 'v1#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }
const KINDS = 'x-kubernetes-group-version-kind'

/** Patterns are written for Go, which has flags inside of the pattern and more escapes. */
const goRegExp = Object.assign(
  (pattern: string) => new RegExp(pattern.replaceAll('(?i)', ''), pattern.includes('(?i)') ? 'i' : ''),
  { code: 'goRegExp' }, // a name, for code that Ajv would write to a file
)

/**
 * Holds objects against the schemas of Kubernetes and of the operators. Unlike `kubectl apply` it needs no cluster;
 * like it with `--validate=strict` it refuses a field that the kind does not have.
 */
export class StrictValidator {
  readonly #ajv = new Ajv({
    strict: false,
    validateFormats: false,
    allErrors: true,
    code: { regExp: goRegExp },
  })
  /** Compiled when the first object of the kind comes. */
  readonly #kinds = new Map<string, Schema>()
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #loaded = new Set<string>()
  #crds: readonly Crd[] | undefined

  /** What is wrong with an object, each with its path; empty is good. */
  findings(object: Judged): string[] {
    const validate = this.#validatorOf(object)
    if (!validate) return [`nobody knows the kind ${object.apiVersion} ${object.kind}`]
    return validate(object) ? [] : (validate.errors ?? []).map(describe)
  }

  #validatorOf({ apiVersion, kind }: Judged): ValidateFunction | undefined {
    this.#load(apiVersion)
    const name = `${apiVersion} ${kind}`
    const schema = this.#kinds.get(name)
    if (schema && !this.#compiled.has(name)) this.#compiled.set(name, this.#ajv.compile(schema))
    return this.#compiled.get(name)
  }

  #load(apiVersion: string): void {
    if (this.#loaded.has(apiVersion)) return
    this.#loaded.add(apiVersion)
    const schemas = readOpenApi(apiVersion)
    if (schemas) this.#loadBuiltIn(apiVersion, schemas)
    else this.#loadCustom(apiVersion)
  }

  #loadBuiltIn(apiVersion: string, schemas: Readonly<Record<string, Schema>>): void {
    const strict = Object.entries(schemas).map(([name, schema]): [string, Schema] => [name, closed(schema)])
    this.#ajv.addSchema({ components: { schemas: Object.fromEntries(strict) } }, apiVersion)
    for (const [name, { [KINDS]: kinds = [] }] of Object.entries(schemas))
      for (const { group, version, kind } of kinds as readonly Record<string, string>[]) {
        const at = [group, version].filter(Boolean).join('/')
        if (at === apiVersion)
          this.#kinds.set(`${at} ${kind}`, { $ref: `${apiVersion}#/components/schemas/${name}` })
      }
  }

  #loadCustom(apiVersion: string): void {
    this.#crds ??= readCrds()
    this.#load('v1')
    for (const { spec } of this.#crds)
      for (const { name, schema } of spec.versions) {
        if (`${spec.group}/${name}` !== apiVersion) continue
        const { properties, ...rest } = closed(schema.openAPIV3Schema)
        const whole = { ...rest, properties: { ...(properties as Schema), metadata: METADATA } }
        this.#kinds.set(`${apiVersion} ${spec.names.kind}`, whole)
      }
  }
}

const FREE = 'x-kubernetes-preserve-unknown-fields'

/** A schema that refuses what it does not name. Conditions (anyOf …) only repeat names, so they stay as they are. */
function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema as Readonly<Record<string, Schema | undefined>>
  const open = additionalProperties !== undefined || schema[FREE] === true
  return {
    ...schema,
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, closed(property as Schema)]),
      ),
      ...(!open && { additionalProperties: false }),
    }),
  }
}

const describe = ({ instancePath, message, params }: ErrorObject): string => {
  const name = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : ''
  return `${instancePath || '/'} ${message ?? 'is wrong'}${name}`
}
