import { AppError } from '@linli/core'
import { type GrpcServer, type Implementation, serve } from '@linli/grpc'
import { UserQueryDefinition, UserStatus } from '@linli/proto/user'
import type { CompatServiceDefinition, ServiceImplementation } from 'nice-grpc'
import type { PeerName } from './service-environment.ts'

/** What answers in a peer's stead, made by `fakePeer` or `implement`. */
export type FakePeers = Partial<Record<PeerName, readonly Implementation<unknown>[]>>

/** The `token_version` every subject has in tests; the tokens of `as.…` carry it. */
export const TOKEN_VERSION = 1

/** Some methods of a definition; calling another one is an error that names it. */
export function fakePeer<Definition extends CompatServiceDefinition>(
  definition: Definition,
  methods: Partial<ServiceImplementation<Definition>>,
): Implementation<unknown> {
  return { definition, bind: () => methods }
}

/** Serves the fakes on free ports. A user-service is always there: it says that every token version is 1. */
export async function serveFakes(peers: FakePeers): Promise<Map<PeerName, GrpcServer>> {
  const servers = new Map<PeerName, GrpcServer>()
  const users = peers.user ?? []
  const hasUsers = users.some(({ definition }) => definition === UserQueryDefinition)
  const all: FakePeers = { ...peers, user: hasUsers ? users : [...users, fakePeer(UserQueryDefinition, {})] }
  for (const [name, implementations] of Object.entries(all)) {
    const complete = implementations.map(withoutGaps)
    servers.set(name as PeerName, await serve('127.0.0.1:0', complete, { deps: undefined, log: console }))
  }
  return servers
}

function withoutGaps({ definition, bind }: Implementation<unknown>): Implementation<unknown> {
  const gaps = Object.keys(definition.methods).map((name): [string, unknown] => [
    name,
    async () => notFaked(name),
  ])
  const defaults = definition === UserQueryDefinition ? { getTokenState } : {}
  return {
    definition,
    bind: (deps) => ({ ...Object.fromEntries(gaps), ...defaults, ...(bind(deps) as object) }),
  }
}

const getTokenState: ServiceImplementation<typeof UserQueryDefinition>['getTokenState'] = async () => ({
  valid: true,
  tokenVersion: TOKEN_VERSION,
  status: UserStatus.ACTIVE,
  version: 1,
})

function notFaked(name: string): never {
  throw new AppError('NOT_FAKED', [1999, 'internal', `测试未模拟 ${name}`, `this test does not fake ${name}`])
}
