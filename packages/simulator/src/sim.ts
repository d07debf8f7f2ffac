import type { Agent } from 'undici'
import type { Clock } from './clock.ts'
import type { PlatformKeys } from './crypto/platform-keys.ts'
import type { FaultBook } from './faults/fault-book.ts'
import type { Ids } from './ids.ts'
import type { Keys } from './keys/load.ts'
import type { Exchange } from './pay/notification.ts'
import type { SettingsBox } from './settings.ts'
import type { Tables } from './tables.ts'
import type { Random } from './time/random.ts'
import type { Scheduler } from './time/scheduler.ts'

/** Everything a provider endpoint works with; handed to every function as its first argument. */
export type Sim = {
  clock: Clock
  scheduler: Scheduler
  random: Random
  ids: Ids
  settings: SettingsBox
  faults: FaultBook
  tables: Tables
  keys: Keys
  platform: PlatformKeys
  /** Keep-alive connections to the callback receivers. */
  outgoing: Agent
  exchanges: Exchange[]
  /** Deliveries under way; closing waits for them. */
  inFlight: Set<Promise<unknown>>
  storageDirectory: string
  clearStore: () => void
  onError: (error: unknown) => void
}
