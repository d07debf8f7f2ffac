import type { PrismaPg } from '@prisma/adapter-pg'
import { bindPrisma, type PrismaBinding, type ReadOnly, type Work as BaseWork } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { UserQueryDefinition } from '@linli/proto/user'
import { ProductQueryDefinition } from '@linli/proto/product'
import { PaymentQueryDefinition } from '@linli/proto/payment'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import { PointsQueryDefinition } from '@linli/proto/points'
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
  readonly user: Peer<typeof UserQueryDefinition>
  readonly product: Peer<typeof ProductQueryDefinition>
  readonly payment: Peer<typeof PaymentQueryDefinition>
  readonly delivery: Peer<typeof DeliveryQueryDefinition>
  readonly points: Peer<typeof PointsQueryDefinition>
  readonly activity: Peer<typeof ActivityQueryDefinition>
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const user = connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' })
  const product = connect(ProductQueryDefinition, settings.PRODUCT_GRPC_ADDR, { peer: 'product' })
  const payment = connect(PaymentQueryDefinition, settings.PAYMENT_GRPC_ADDR, { peer: 'payment' })
  const delivery = connect(DeliveryQueryDefinition, settings.DELIVERY_GRPC_ADDR, { peer: 'delivery' })
  const points = connect(PointsQueryDefinition, settings.POINTS_GRPC_ADDR, { peer: 'points' })
  const activity = connect(ActivityQueryDefinition, settings.ACTIVITY_GRPC_ADDR, { peer: 'activity' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    user,
    product,
    payment,
    delivery,
    points,
    activity,
    async close() {
      user.close()
      product.close()
      payment.close()
      delivery.close()
      points.close()
      activity.close()
    },
  }
}
