import { readFileSync } from 'node:fs'
import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { ActivityQueryDefinition } from '@linli/proto/activity'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import { PointsQueryDefinition } from '@linli/proto/points'
import { ProductQueryDefinition } from '@linli/proto/product'
import { UserQueryDefinition } from '@linli/proto/user'
import { type BaseDeps, createVault, type Settings, type Vault } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { Config } from './config.ts'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'
import { type Admission, createAdmission } from './orders/admission.ts'
import { createPlaceNames, type PlaceNames } from './orders/gather-names.ts'
import { createWaiters, type Waiters } from './orders/waiters.ts'
import { createQuoteSigner, type QuoteSigner } from './settlements/quote-token.ts'

type Db = Prisma.TransactionClient

/** One transaction of this service. */
export type Work = BaseWork<Db>

/** Durations in milliseconds. */
export type Times = {
  readonly paymentWindowMs: number
  readonly sagaTimeoutMs: number
  readonly autoCompleteMs: number
  readonly aftersaleMs: number
}

export type Deps = BaseDeps & {
  readonly prisma: PrismaBinding<Db>
  /** Reads by Prisma; writes need a `Work`. */
  readonly db: ReadOnly<PrismaClient>
  readonly user: Peer<typeof UserQueryDefinition>
  readonly product: Peer<typeof ProductQueryDefinition>
  readonly delivery: Peer<typeof DeliveryQueryDefinition>
  readonly points: Peer<typeof PointsQueryDefinition>
  readonly activity: Peer<typeof ActivityQueryDefinition>
  readonly names: PlaceNames
  readonly admission: Admission
  readonly vault: Vault
  readonly quotes: QuoteSigner
  readonly waiters: Waiters
  readonly times: Times
  readonly shard: number
  close(): Promise<void>
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const prisma = bindPrisma(base.pool, base.name, (adapter: PrismaPg) => new PrismaClient({ adapter }))
  const peers = {
    user: connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' }),
    product: connect(ProductQueryDefinition, settings.PRODUCT_GRPC_ADDR, { peer: 'product' }),
    delivery: connect(DeliveryQueryDefinition, settings.DELIVERY_GRPC_ADDR, { peer: 'delivery' }),
    points: connect(PointsQueryDefinition, settings.POINTS_GRPC_ADDR, { peer: 'points' }),
    activity: connect(ActivityQueryDefinition, settings.ACTIVITY_GRPC_ADDR, { peer: 'activity' }),
  }
  return {
    ...base,
    ...peers,
    prisma,
    db: prisma.client,
    names: createPlaceNames(peers),
    admission: createAdmission(settings.SAGA_TIMEOUT_MS),
    vault: createVault(settings.DATA_KEYS_FILE),
    quotes: createQuoteSigner(readFileSync(settings.QUOTE_KEY_FILE, 'utf8')),
    waiters: createWaiters(),
    times: {
      paymentWindowMs: settings.PAYMENT_WINDOW_MINUTES * MINUTE_MS,
      sagaTimeoutMs: settings.SAGA_TIMEOUT_MS,
      autoCompleteMs: settings.AUTO_COMPLETE_HOURS * HOUR_MS,
      aftersaleMs: settings.AFTERSALE_WINDOW_HOURS * HOUR_MS,
    },
    shard: settings.ORDER_SHARD,
    async close() {
      for (const peer of Object.values(peers)) peer.close()
    },
  }
}
