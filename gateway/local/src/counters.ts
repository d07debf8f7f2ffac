import { Redis } from 'ioredis'

export type Counters = {
  /** Counts one and says how many that makes; nothing when Redis cannot be asked. @param ttl seconds */
  hit(key: string, ttl: number): Promise<number | undefined>
  /** Counts one here and tells Redis within `syncMs`; other processes' hits are known as of the last time. */
  hitLocally(key: string, ttl: number, syncMs: number): number
  close(): Promise<void>
}

type Waiting = { ttl: number; readonly resolve: ((count: number | undefined) => void)[] }
type Local = { ttl: number; total: number; unsent: number }

/** Called when Redis goes away, with the reason, and when it is back. */
export type Availability = (error: Error | undefined) => void

/** All hits of one turn of the event loop go to Redis in one pipeline, one INCRBY per key. */
export function createCounters(url: string, onChange: Availability): Counters {
  const redis = new Redis(url, {
    enableOfflineQueue: false, // Redis away means "not limited" now, not later
    maxRetriesPerRequest: 0,
    commandTimeout: 200,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1000),
  })
  let available: boolean | undefined
  const note = (error: Error | undefined): void => {
    if (available === (error === undefined)) return // said once, not at every attempt
    available = error === undefined
    onChange(error)
  }
  redis.on('error', note)
  redis.on('ready', () => note(undefined))
  let waiting = new Map<string, Waiting>()
  let local = new Map<string, Local>()
  let syncing: NodeJS.Timeout | undefined

  function hit(key: string, ttl: number): Promise<number | undefined> {
    return new Promise((resolve) => {
      if (waiting.size === 0) setImmediate(() => void send())
      const same = waiting.get(key)
      if (same) same.resolve.push(resolve)
      else waiting.set(key, { ttl, resolve: [resolve] })
    })
  }

  async function send(): Promise<void> {
    const batch = waiting
    waiting = new Map()
    const totals = await add([...batch].map(([key, { ttl, resolve }]) => ({ key, ttl, by: resolve.length })))
    for (const [key, { resolve }] of batch) {
      const total = totals.get(key)
      for (const [i, done] of resolve.entries())
        done(total === undefined ? undefined : total - resolve.length + i + 1)
    }
  }

  function hitLocally(key: string, ttl: number, syncMs: number): number {
    syncing ??= setTimeout(() => void sync(), syncMs)
    let entry = local.get(key)
    if (!entry) {
      entry = { ttl, total: 0, unsent: 0 }
      local.set(key, entry)
    }
    entry.unsent += 1
    entry.total += 1
    return entry.total
  }

  /** Windows without hits since the last time are over, or will be read again from Redis. */
  async function sync(): Promise<void> {
    syncing = undefined
    const sent = local
    local = new Map()
    for (const [key, { ttl, total, unsent }] of sent)
      if (unsent > 0) local.set(key, { ttl, total, unsent: 0 })
    const dirty = [...sent].flatMap(([key, { ttl, unsent }]) =>
      unsent > 0 ? [{ key, ttl, by: unsent }] : [],
    )
    for (const [key, total] of await add(dirty)) {
      const entry = local.get(key)
      if (entry) entry.total = total + entry.unsent
    }
  }

  async function add(hits: { key: string; ttl: number; by: number }[]): Promise<Map<string, number>> {
    const totals = new Map<string, number>()
    if (hits.length === 0 || redis.status !== 'ready') return totals
    const pipeline = redis.pipeline()
    for (const { key, ttl, by } of hits) pipeline.incrby(key, by).expire(key, ttl)
    try {
      const results = (await pipeline.exec()) ?? []
      for (const [i, { key }] of hits.entries()) {
        const [error, total] = results[2 * i] ?? []
        note(error ?? undefined)
        if (typeof total === 'number') totals.set(key, total)
      }
    } catch (error) {
      note(error instanceof Error ? error : new Error(String(error)))
    }
    return totals
  }

  return {
    hit,
    hitLocally,
    async close() {
      clearTimeout(syncing)
      await sync()
      clearTimeout(syncing)
      redis.disconnect()
    },
  }
}
