import { readFileSync } from 'node:fs'
import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { OrderQueryDefinition } from '@linli/proto/order'
import { UserQueryDefinition } from '@linli/proto/user'
import { type BaseDeps, createVault, type Settings, type Vault } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { Config } from './config.ts'
import { createProviderCalls } from './dispatches/provider-call.client.ts'
import { createSmsClient, type SmsClient } from './dispatches/sms.client.ts'
import type { SmsAccounts } from './dispatches/sms.ts'
import { createTokenBucket, type TokenBucket } from './dispatches/token-bucket.ts'
import { createWechatClient, type WechatClient } from './dispatches/wechat.client.ts'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'
import { createMemo, type Memo } from './rules/memo.ts'
import type { Channel, Rules } from './rules/rule.ts'

type Db = Prisma.TransactionClient

/** One transaction of this service. */
export type Work = BaseWork<Db>

export type Deps = BaseDeps & {
  readonly prisma: PrismaBinding<Db>
  /** Reads by Prisma; writes need a `Work`. */
  readonly db: ReadOnly<PrismaClient>
  readonly order: Peer<typeof OrderQueryDefinition>
  readonly user: Peer<typeof UserQueryDefinition>
  readonly vault: Vault
  readonly wechat: WechatClient
  /** Of the mini-program in which staff work, where there is one. */
  readonly staffWechat: WechatClient | undefined
  readonly sms: SmsClient
  readonly buckets: Readonly<Record<Channel, TokenBucket>>
  /** The rules in force; ask `gatherRules`. */
  readonly rules: Memo<Rules>
  readonly smsLimits: { readonly perPhone: number; readonly perDay: number }
  close(): Promise<void>
}

/** An edited rule is in force everywhere after this long. */
const RULES_TTL_MS = 5_000

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const prisma = bindPrisma(base.pool, base.name, (adapter: PrismaPg) => new PrismaClient({ adapter }))
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  const user = connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' })
  const providers = createProviderCalls()
  const { clock } = base
  const wechatApi = {
    baseUrl: settings.WECHAT_API_BASE_URL,
    miniprogramState: settings.WECHAT_MINIPROGRAM_STATE,
  }
  const staffApp = readStaffApp(settings.WECHAT_STAFF_APP_FILE)
  return {
    ...base,
    prisma,
    db: prisma.client,
    order,
    user,
    vault: createVault(settings.DATA_KEYS_FILE),
    wechat: createWechatClient(providers.call, {
      appId: settings.WECHAT_APP_ID,
      appSecret: settings.WECHAT_APP_SECRET,
      ...wechatApi,
    }),
    staffWechat: staffApp && createWechatClient(providers.call, { ...staffApp, ...wechatApi }),
    sms: createSmsClient(providers.call, {
      accounts: JSON.parse(readFileSync(settings.SMS_FILE, 'utf8')) as SmsAccounts,
      ...(settings.SMS_BASE_URL && { baseUrl: settings.SMS_BASE_URL }),
      clock,
    }),
    buckets: {
      WECHAT: createTokenBucket(settings.WECHAT_SENDS_PER_SECOND),
      SMS: createTokenBucket(settings.SMS_SENDS_PER_SECOND),
    },
    rules: createMemo(RULES_TTL_MS),
    smsLimits: { perPhone: settings.SMS_DAILY_PER_PHONE, perDay: settings.SMS_DAILY_BUDGET },
    async close() {
      order.close()
      user.close()
      await providers.close()
    },
  }
}

type StaffApp = { readonly appId: string; readonly appSecret: string }

function readStaffApp(file: string | undefined): StaffApp | undefined {
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as StaffApp) : undefined
}
