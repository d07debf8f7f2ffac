import type { PrismaPg } from '@prisma/adapter-pg'
import { bindPrisma, type PrismaBinding, type ReadOnly, type Work as BaseWork } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
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
  readonly delivery: Peer<typeof DeliveryQueryDefinition>
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const delivery = connect(DeliveryQueryDefinition, settings.DELIVERY_GRPC_ADDR, { peer: 'delivery' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    delivery,
    async close() {
      delivery.close()
    },
  }
}
