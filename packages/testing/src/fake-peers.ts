import { AppError } from '@linli/core'
import { type GrpcServer, type Implementation, serve } from '@linli/grpc'
import { UserQueryDefinition, UserStatus } from '@linli/proto/user'
import type { CompatServiceDefinition, ServiceImplementation } from 'nice-grpc'
import type { PeerName } from './service-environment.ts'

/** What answers in a peer's stead, made by `fakePeer` or `implement`. */
export type FakePeers = Partial<Record<PeerName, readonly Implementation<unknown>[]>>

/** The `token_version` every subject has in tests; the tokens of `as.…` carry it. */
export const TOKEN_VERSION = 1

/**
 * Some methods of a definition; calling another one is an error that names it. A fake user-service says that every
 * token version is 1, unless told otherwise.
 */
export function fakePeer<Definition extends CompatServiceDefinition>(
  definition: Definition,
  methods: Partial<ServiceImplementation<Definition>>,
): Implementation<unknown> {
  const gaps = Object.keys(definition.methods).map((name) => [name, async () => notFaked(name)])
  const defaults = isUsers(definition) ? { getTokenState } : {}
  return { definition, bind: (): unknown => ({ ...Object.fromEntries(gaps), ...defaults, ...methods }) }
}

const isUsers = (definition: CompatServiceDefinition) => definition === UserQueryDefinition

/** Serves the fakes on free ports. There is always a user-service, because every service asks it for token versions. */
export async function serveFakes(peers: FakePeers): Promise<Map<PeerName, GrpcServer>> {
  const servers = new Map<PeerName, GrpcServer>()
  const users = peers.user ?? []
  const hasUsers = users.some(({ definition }) => isUsers(definition))
  const all: FakePeers = { ...peers, user: hasUsers ? users : [...users, fakePeer(UserQueryDefinition, {})] }
  for (const [name, implementations] of Object.entries(all)) {
    servers.set(
      name as PeerName,
      await serve('127.0.0.1:0', implementations, { deps: undefined, log: console }),
    )
  }
  return servers
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
