import { shapeOf } from '@linli/core'
import { keptAs } from '@linli/service'
import type { Account } from './account.ts'

/** Balances for display (J12): an hour in Redis, forgotten after every change. Never used to decide a spend. */
export type BalanceCache = {
  get(userId: string, load: () => Promise<Account>): Promise<Account>
  forget(userId: string): Promise<void>
}

/** What is used of Redis. */
type Store = {
  get(key: string): Promise<string | null>
  set(key: string, value: string, unit: 'EX', seconds: number): Promise<unknown>
  del(key: string): Promise<number>
}

const TTL_SECONDS = 3600

const keyOf = (userId: string) => `balance:${userId}`
const kept = keptAs<Account>(
  shapeOf<Account>({
    userId: true,
    available: true,
    frozen: true,
    pending: true,
    debt: true,
    accountFrozen: true,
    version: true,
  }),
)

export function createBalanceCache(redis: Store): BalanceCache {
  return {
    async get(userId, load) {
      const cached = kept.read(await redis.get(keyOf(userId)).catch(() => null)) // Redis down: the database answers
      if (cached) return cached
      const account = await load()
      await redis.set(keyOf(userId), kept.write(account), 'EX', TTL_SECONDS).catch(() => null)
      return account
    },
    async forget(userId) {
      await redis.del(keyOf(userId)) // a failure is logged by afterCommit; the entry dies within its TTL
    },
  }
}
