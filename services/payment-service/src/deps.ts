import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import { UserQueryDefinition } from '@linli/proto/user'
import { type BaseDeps, createVault, type Settings, type Vault } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { PaymentChannel } from './channels/channel.ts'
import type { MockChannel } from './channels/mock.client.ts'
import { createProvider } from './channels/provider.client.ts'
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
  readonly channel: PaymentChannel
  /** Only with PAYMENT_PROVIDER=mock. */
  readonly mock: MockChannel | undefined
  readonly vault: Vault
  /** In front of every number the provider sees. */
  readonly numberPrefix: string
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const provider = createProvider(settings, base)
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
    channel: provider.channel,
    mock: provider.mock,
    vault: createVault(settings.DATA_KEYS_FILE),
    numberPrefix: settings.PAYMENT_NUMBER_PREFIX,
    async close() {
      order.close()
      user.close()
      await provider.close()
    },
  }
}
