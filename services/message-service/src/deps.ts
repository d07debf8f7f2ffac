import type { PrismaPg } from '@prisma/adapter-pg'
import { bindPrisma, type PrismaBinding, type ReadOnly, type Work as BaseWork } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import { UserQueryDefinition } from '@linli/proto/user'
import type { BaseDeps, Settings } from '@linli/service'
import type { Config } from './config.ts'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'

type Db = Prisma.TransactionClient

/** One transaction of this service. */
export type Work = BaseWork<Db>

export type Deps = BaseDeps & {
  readonly prisma: PrismaBinding<Db>
  /** Reads by Prisma; writes need a `Work`. */
  readonly db: ReadOnly<PrismaClient>
  readonly order: Peer<typeof OrderQueryDefinition>
  readonly user: Peer<typeof UserQueryDefinition>
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  const user = connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    order,
    user,
    async close() {
      order.close()
      user.close()
    },
  }
}
