import type { PrismaPg } from '@prisma/adapter-pg'
import { bindPrisma, type PrismaBinding, type ReadOnly, type Work as BaseWork } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import { ActivityQueryDefinition } from '@linli/proto/activity'
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
  readonly delivery: Peer<typeof DeliveryQueryDefinition>
  readonly activity: Peer<typeof ActivityQueryDefinition>
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  const delivery = connect(DeliveryQueryDefinition, settings.DELIVERY_GRPC_ADDR, { peer: 'delivery' })
  const activity = connect(ActivityQueryDefinition, settings.ACTIVITY_GRPC_ADDR, { peer: 'activity' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    order,
    delivery,
    activity,
    async close() {
      order.close()
      delivery.close()
      activity.close()
    },
  }
}
