import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import { ProductQueryDefinition } from '@linli/proto/product'
import { UserQueryDefinition } from '@linli/proto/user'
import { type BaseDeps, createVault, type Settings, type Vault } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
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
  readonly product: Peer<typeof ProductQueryDefinition>
  readonly vault: Vault
  /** How many business days of slots there are, today included. */
  readonly slotDaysAhead: number
  /** How long a point keeps goods for the user, in hours. */
  readonly keepHours: Readonly<Record<'AMBIENT' | 'CHILLED' | 'FROZEN', number>>
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const prisma = bindPrisma(base.pool, base.name, (adapter: PrismaPg) => new PrismaClient({ adapter }))
  const peers = {
    order: connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' }),
    user: connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' }),
    product: connect(ProductQueryDefinition, settings.PRODUCT_GRPC_ADDR, { peer: 'product' }),
  }
  return {
    ...base,
    ...peers,
    prisma,
    db: prisma.client,
    vault: createVault(settings.DATA_KEYS_FILE),
    slotDaysAhead: settings.SLOT_DAYS_AHEAD,
    keepHours: {
      AMBIENT: settings.KEEP_AMBIENT_HOURS,
      CHILLED: settings.KEEP_CHILLED_HOURS,
      FROZEN: settings.KEEP_FROZEN_HOURS,
    },
    async close() {
      for (const peer of Object.values(peers)) peer.close()
    },
  }
}
