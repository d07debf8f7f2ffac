import { SERVICES } from '../../services.ts'
import type { Schema } from './value.ts'

const text: Schema = { type: 'string' }
const texts: Schema = { type: 'object', additionalProperties: text }
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })

/** A mapping with exactly these keys. */
const shape = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
})

const list = (items: Schema): Schema => ({ type: 'array', items })
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values })
const port: Schema = { type: 'integer', minimum: 1, maximum: 65_535 }

const selector = shape({ matchLabels: texts, matchExpressions: list({ type: 'object' }) })
const policyPort = shape({
  port: { type: ['integer', 'string'] },
  endPort: port,
  protocol: oneOf('TCP', 'UDP', 'SCTP'),
})
const amounts = { cpu: ref('quantity'), memory: ref('quantity'), 'ephemeral-storage': ref('quantity') }

/** These must hold wherever `enabled` is true. */
const whenEnabled = (properties: Record<string, Schema>): Schema => ({
  if: { properties: { enabled: { const: false } } },
  else: { properties },
})

/**
 * What `# @schema {$ref: …}` and `{also: …}` may name: the parts of Kubernetes that values hand on, as far as Linli is
 * particular about them. The objects that come out of them are held against Kubernetes' own schemas.
 */
export const DEFINITIONS: Readonly<Record<string, Schema>> = {
  text,
  texts,
  // Also of the objects that are called after it, such as `<name>-migrate`.
  name: { type: 'string', maxLength: 52, pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$' },
  digest: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' },
  pullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  secretNames: list(shape({ name: text }, ['name'])),
  duration: { type: 'string', pattern: '^[0-9]+(ms|s|m|h)$' },
  quantity: { type: ['string', 'integer', 'number'], pattern: '^[0-9]+(\\.[0-9]+)?(m|[kKMGT]i?)?$' },
  resources: shape({ requests: shape(amounts), limits: shape(amounts, ['memory']) }, ['requests', 'limits']),
  services: { ...list(oneOf(...SERVICES)), uniqueItems: true },
  storeKind: oneOf('SecretStore', 'ClusterSecretStore'),
  tolerations: list(
    shape({
      key: text,
      operator: oneOf('Exists', 'Equal'),
      value: text,
      effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
      tolerationSeconds: { type: 'integer' },
    }),
  ),
  affinity: shape({
    nodeAffinity: { type: 'object' },
    podAffinity: { type: 'object' },
    podAntiAffinity: { type: 'object' },
  }),
  env: list(shape({ name: text, value: text, valueFrom: { type: 'object' } }, ['name'])),
  // A volume is one of thirty kinds: the API server knows them.
  volumes: list({ type: 'object', required: ['name'] }),
  volumeMounts: list(
    shape({ name: text, mountPath: text, subPath: text, readOnly: { type: 'boolean' } }, [
      'name',
      'mountPath',
    ]),
  ),
  peers: list(
    shape({
      podSelector: selector,
      namespaceSelector: selector,
      ipBlock: shape({ cidr: ref('cidr'), except: list(ref('cidr')) }, ['cidr']),
    }),
  ),
  cidr: { type: 'string', pattern: '^[0-9a-fA-F.:]+/[0-9]{1,3}$' },
  cidrs: list(ref('cidr')),
  store: shape({ port, to: ref('peers') }, ['port']),
  ingressRules: list(shape({ from: ref('peers'), ports: list(policyPort) })),
  egressRules: list(shape({ to: ref('peers'), ports: list(policyPort) })),
  hosts: list({ type: 'string', pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$' }),
  origins: list({ type: 'string', pattern: '^https?://[^/?#\\s]+$' }),
  parentRefs: list(
    shape({ group: text, kind: text, namespace: text, name: text, sectionName: text, port }, ['name']),
  ),
  storeNamed: whenEnabled({ storeName: { type: 'string', minLength: 1 } }),
  hostsNamed: whenEnabled({ hosts: { type: 'array', minItems: 1 } }),
  gatewaysNamed: whenEnabled({ parentRefs: { type: 'array', minItems: 1 } }),
}
