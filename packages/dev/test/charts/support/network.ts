import { BlockList } from 'node:net'
import { type KubernetesObject, type Labels, ofKind, podsOf } from './objects.ts'

type Selector = { readonly matchLabels?: Labels; readonly matchExpressions?: readonly unknown[] }

type Peer = {
  readonly podSelector?: Selector
  readonly namespaceSelector?: Selector
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] }
}

type PolicyPort = { readonly port?: number | string; readonly protocol?: string }

type Rule = {
  readonly from?: readonly Peer[]
  readonly to?: readonly Peer[]
  readonly ports?: readonly PolicyPort[]
}

type Policy = {
  readonly podSelector: Selector
  readonly policyTypes: readonly string[]
  readonly ingress?: readonly Rule[]
  readonly egress?: readonly Rule[]
}

/** Who talks or listens: a pod of ours, somebody in another namespace, or an address outside of the cluster. */
export type Party = {
  readonly name: string
  readonly labels: Labels
  /** Undefined: the namespace of the release. */
  readonly namespace?: string
  readonly address?: string
  readonly ports: Readonly<Record<string, number>>
}

const matches = ({ matchLabels = {} }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value)

const within = (cidr: string, address: string): boolean => {
  const [network = '', bits] = cidr.split('/')
  const list = new BlockList()
  list.addSubnet(network, Number(bits))
  return list.check(address)
}

/** Every pod that the objects make, with its named ports. */
export const partiesOf = (objects: readonly KubernetesObject[]): Party[] =>
  podsOf(objects).map(({ name, labels, spec }) => ({
    name,
    labels,
    ports: Object.fromEntries(
      spec.containers.flatMap(({ ports = [] }) => ports.map((port) => [port.name, port.containerPort])),
    ),
  }))

/** What the NetworkPolicies among the objects let through, judged as a network plug-in would. */
export function networkOf(objects: readonly KubernetesObject[]) {
  const policies = ofKind(objects, 'NetworkPolicy').map(({ spec }) => {
    const policy = spec as Policy
    // The evaluation below knows labels alone.
    if (JSON.stringify(policy).includes('matchExpressions')) throw new Error('a policy has matchExpressions')
    return policy
  })

  const isPeer = ({ podSelector, namespaceSelector, ipBlock }: Peer, party: Party): boolean => {
    if (ipBlock) {
      const { address } = party
      if (address === undefined || !within(ipBlock.cidr, address)) return false
      return !(ipBlock.except ?? []).some((cidr) => within(cidr, address))
    }
    if (party.address !== undefined) return false
    const labels: Labels = party.namespace ? { 'kubernetes.io/metadata.name': party.namespace } : {}
    const here = namespaceSelector ? matches(namespaceSelector, labels) : party.namespace === undefined
    return here && (podSelector === undefined || matches(podSelector, party.labels))
  }

  const lets = (rules: readonly Rule[], side: 'from' | 'to', [other, target, port]: [Party, Party, number]) =>
    rules.some((rule) => {
      const peers = rule[side]
      const ports = rule.ports?.map((one) =>
        typeof one.port === 'string' ? target.ports[one.port] : one.port,
      )
      return (
        (peers === undefined || peers.some((peer) => isPeer(peer, other))) &&
        (ports === undefined || ports.includes(port))
      )
    })

  const selecting = (party: Party, type: string) =>
    party.namespace || party.address
      ? []
      : policies.filter(
          ({ podSelector, policyTypes }) => policyTypes.includes(type) && matches(podSelector, party.labels),
        )

  return {
    /** Is there a policy for both directions? */
    isGuarded: (party: Party) =>
      selecting(party, 'Ingress').length > 0 && selecting(party, 'Egress').length > 0,
    allows(from: Party, to: Party, port: number): boolean {
      const out = selecting(from, 'Egress')
      const into = selecting(to, 'Ingress')
      return (
        (out.length === 0 || out.some(({ egress = [] }) => lets(egress, 'to', [to, to, port]))) &&
        (into.length === 0 || into.some(({ ingress = [] }) => lets(ingress, 'from', [from, to, port])))
      )
    },
  }
}
