import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import { ProductQueryDefinition } from '@linli/proto/product'
import { UserQueryDefinition } from '@linli/proto/user'
import type { BaseDeps, Settings } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import { BANNER_SHAPE, type Banner } from './banners/banner.ts'
import { type Candidates, createCandidates } from './candidates/candidates.client.ts'
import type { Config } from './config.ts'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'
import { POPUP_SHAPE, type Popup } from './popups/popup.ts'
import { createRulesCache, type RulesCache } from './promotions/running.ts'

type Db = Prisma.TransactionClient

/** One transaction of this service. */
export type Work = BaseWork<Db>

export type Deps = BaseDeps & {
  readonly prisma: PrismaBinding<Db>
  /** Reads by Prisma; writes need a `Work`. */
  readonly db: ReadOnly<PrismaClient>
  readonly order: Peer<typeof OrderQueryDefinition>
  readonly user: Peer<typeof UserQueryDefinition>
  readonly product: Peer<typeof ProductQueryDefinition>
  /** Running promotions and the stacking matrix, at most two seconds old. */
  readonly rules: RulesCache
  readonly banners: Candidates<Banner>
  readonly popups: Candidates<Popup>
  readonly returnExtensionMs: number
  close(): Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  const user = connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' })
  const product = connect(ProductQueryDefinition, settings.PRODUCT_GRPC_ADDR, { peer: 'product' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    order,
    user,
    product,
    rules: createRulesCache(base.clock),
    banners: createCandidates(base, { name: 'banners', shape: BANNER_SHAPE }),
    popups: createCandidates(base, { name: 'popups', shape: POPUP_SHAPE }),
    returnExtensionMs: settings.COUPON_RETURN_EXTENSION_DAYS * DAY_MS,
    async close() {
      order.close()
      user.close()
      product.close()
    },
  }
}
