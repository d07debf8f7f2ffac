import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import type { BaseDeps, Settings } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import { type BalanceCache, createBalanceCache } from './accounts/balance.client.ts'
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
  readonly balances: BalanceCache
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const prisma = bindPrisma(base.pool, base.name, (adapter: PrismaPg) => new PrismaClient({ adapter }))
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    order,
    balances: createBalanceCache(base.redis),
    async close() {
      order.close()
    },
  }
}
