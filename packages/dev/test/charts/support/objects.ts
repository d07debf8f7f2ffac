/** The parts of Kubernetes objects that the tests look at. */
export type Container = {
  readonly name: string
  readonly image: string
  readonly args?: readonly string[]
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly resources?: { readonly requests?: object; readonly limits?: { readonly memory?: string } }
  readonly startupProbe?: object
  readonly livenessProbe?: object
  readonly readinessProbe?: object
}

export type PodSpec = {
  readonly automountServiceAccountToken?: boolean
  readonly terminationGracePeriodSeconds?: number
  readonly serviceAccountName?: string
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
}

export type Labels = Readonly<Record<string, string>>

export type Metadata = {
  readonly name: string
  readonly labels?: Labels
  readonly annotations?: Labels
}

export type KubernetesObject = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  readonly data?: Labels
  readonly rules?: readonly { readonly verbs?: readonly string[]; readonly resources?: readonly string[] }[]
  readonly spec?: Readonly<Record<string, unknown>>
}

export type Pod = {
  readonly name: string
  readonly kind: string
  readonly labels: Labels
  readonly spec: PodSpec
}

type Template = { readonly metadata?: { readonly labels?: Labels }; readonly spec: PodSpec }

/** Every pod that the objects make: Deployments, Jobs, and the pods of `helm test`. */
export const podsOf = (objects: readonly KubernetesObject[]): Pod[] =>
  objects.flatMap(({ kind, metadata, spec }) => {
    const template = (kind === 'Pod' ? { metadata, spec } : spec?.template) as Template | undefined
    if (!template) return []
    return [{ name: metadata.name, kind, labels: template.metadata?.labels ?? {}, spec: template.spec }]
  })

export const containersOf = ({ spec }: Pod): Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
]

export const ofKind = (objects: readonly KubernetesObject[], kind: string): KubernetesObject[] =>
  objects.filter((object) => object.kind === kind)

type WithSpec = KubernetesObject & { readonly spec: Readonly<Record<string, unknown>> }

/** Of a kind whose objects have a spec. */
export const specified = (objects: readonly KubernetesObject[], kind: string): WithSpec[] =>
  ofKind(objects, kind).filter((object): object is WithSpec => object.spec !== undefined)
