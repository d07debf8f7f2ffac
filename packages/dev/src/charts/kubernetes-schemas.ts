import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { inRoot } from '../paths.ts'
import { goModule } from './go-tool.ts'
import type { Schema } from './values/value.ts'

const TOOLS = inRoot('packages', 'dev', 'tools')

/** Where each operator publishes the kinds that the charts use. */
const OPERATORS = [
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    files: ['servicemonitors', 'podmonitors', 'prometheusrules'].map(
      (kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`,
    ),
  },
  {
    module: 'github.com/external-secrets/external-secrets',
    files: ['config/crds/bases/external-secrets.io_externalsecrets.yaml'],
  },
  {
    module: 'sigs.k8s.io/gateway-api',
    files: ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  },
] as const

/** A CustomResourceDefinition, as far as it is read here. */
export type Crd = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly schema: { readonly openAPIV3Schema: Schema }
    }[]
  }
}

/** The definitions of every kind that Kubernetes itself does not have. @throws Error without Go or the module proxy */
export const readCrds = (): Crd[] =>
  OPERATORS.flatMap(({ module, files }) => {
    const folder = goModule(join(TOOLS, 'crds'), module)
    return files.flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).flatMap((document) => {
        const crd = document.toJS() as Crd | null
        return crd ? [crd] : []
      }),
    )
  })

type OpenApi = { readonly components: { readonly schemas: Readonly<Record<string, Schema>> } }

/**
 * What Kubernetes publishes about an apiVersion, such as `apps/v1`: schemas by their long name; undefined where it
 * knows no such version. @throws Error without Go or the module proxy
 */
export function readOpenApi(apiVersion: string): Readonly<Record<string, Schema>> | undefined {
  const folder = goModule(join(TOOLS, 'kubernetes'), 'k8s.io/kubernetes')
  const name = apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`
  const file = join(folder, 'api', 'openapi-spec', 'v3', `${name}_openapi.json`)
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as OpenApi).components.schemas
}
