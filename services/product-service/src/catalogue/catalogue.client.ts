import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '@linli/core'
import type { BaseDeps } from '@linli/service'
import { stampBody } from './body.ts'
import { createMemory } from './memory.ts'

type Redis = Pick<BaseDeps['redis'], 'get' | 'mgetBuffer' | 'set' | 'del'>

export type Cacheable = {
  /** The same for every request with the same answer. */
  readonly key: string
  readonly ttlMs: number
  /** The envelope's text, ending in its timestamp; undefined when there is no such thing. */
  readonly load: () => Promise<string | undefined>
}

/** Answers that are ready to be sent (P17). Redis only makes it fast: without it every answer is still right. */
export type Catalogue = {
  /**
   * The answer to `url`: at once when this process gave it within the last two seconds (in the second one it is renewed
   * meanwhile), else from Redis, else loaded once however many ask. Undefined when there is no such thing.
   */
  answer(url: string, cacheable: () => Cacheable): Buffer | Promise<Buffer | undefined>
  /** Everything is loaded anew, here at once and in other processes within a second. */
  forget(): Promise<void>
  /** `forget`, at most once a second: SKUs of a sale sell out in swarms. */
  stockTurned(): Promise<void>
}

const FRESH_MS = 1_000
const MEMORY_TTL_MS = 2_000
const MEMORY_ENTRIES = 2_000
const NEGATIVE_TTL_MS = 30_000
const VERSION_TTL_MS = 24 * 3_600_000
const TURN_MS = 1_000
const LOCK_MS = 3_000
const POLL_MS = 15
const WAIT_MS = 600
const VERSION_KEY = 'catalogue:version'
const NOTHING = Buffer.alloc(0)

/**
 * Entries carry the version of the catalogue they were loaded from; `forget` changes the version, so nothing has to
 * be found and deleted, and what was loaded before the change but written after it is never read.
 */
export function createCatalogue({
  redis,
  clock,
  log,
}: Pick<BaseDeps, 'log'> & { redis: Redis; clock: Clock }): Catalogue {
  const nowMs = () => clock.now().getTime()
  const memory = createMemory<{ bytes: Buffer; freshUntilMs: number }>(MEMORY_ENTRIES, MEMORY_TTL_MS)
  const flights = new Map<string, Promise<Buffer>>()
  let generation = 0

  const read = async (key: string) => {
    const [version, entry] = await redis.mgetBuffer(VERSION_KEY, key)
    const current = version?.toString() ?? (await beginVersion())
    const body =
      entry && current && entry.subarray(0, current.length).equals(Buffer.from(current))
        ? entry.subarray(current.length)
        : undefined
    return { current, body }
  }

  const beginVersion = async () => {
    await redis.set(VERSION_KEY, newVersion(), 'PX', VERSION_TTL_MS, 'NX')
    return (await redis.get(VERSION_KEY)) ?? ''
  }

  const fromRedis = async ({ key, ttlMs, load }: Cacheable): Promise<Buffer> => {
    const first = await read(key)
    if (first.body) return first.body
    const lock = `lock:${key}`
    const mine = randomUUID()
    if ((await redis.set(lock, mine, 'PX', LOCK_MS, 'NX')) === null) {
      for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
        await delay(POLL_MS)
        const again = await read(key)
        if (again.body) return again.body
      }
    }
    try {
      const body = bytesOf(await load())
      const px = body.length === 0 ? NEGATIVE_TTL_MS : withJitter(ttlMs)
      await redis.set(key, Buffer.concat([Buffer.from(first.current), body]), 'PX', px)
      return body
    } finally {
      if ((await redis.get(lock)) === mine) await redis.del(lock)
    }
  }

  const obtain = async (cacheable: Cacheable): Promise<Buffer> => {
    let loaded: { text: string | undefined } | undefined
    let refusal: { error: unknown } | undefined
    const load = async () => {
      try {
        const text = await cacheable.load()
        loaded = { text }
        return text
      } catch (error) {
        refusal = { error }
        throw error
      }
    }
    try {
      return await fromRedis({ ...cacheable, load })
    } catch (error) {
      if (refusal) throw refusal.error
      log.warn({ err: error }, 'catalogue cache unavailable')
      return bytesOf(loaded ? loaded.text : await cacheable.load())
    }
  }

  const forget = async () => {
    generation += 1
    memory.clear()
    flights.clear()
    await redis.set(VERSION_KEY, newVersion(), 'PX', VERSION_TTL_MS)
  }

  const renew = async (url: string, cacheable: Cacheable): Promise<Buffer | undefined> => {
    const began = generation
    let flight = flights.get(cacheable.key)
    if (!flight) {
      flight = obtain(cacheable)
      flights.set(cacheable.key, flight)
      const landed = () => flights.get(cacheable.key) === flight && flights.delete(cacheable.key)
      flight.then(landed, landed)
    }
    const body = await flight
    if (body.length === 0) return undefined
    const bytes = stampBody(body, nowMs())
    if (began === generation) memory.set(url, { bytes, freshUntilMs: nowMs() + FRESH_MS }, nowMs())
    return bytes
  }

  let turning = false
  return {
    answer(url, cacheable) {
      const at = nowMs()
      const known = memory.get(url, at)
      if (!known) return renew(url, cacheable())
      if (at >= known.freshUntilMs) {
        known.freshUntilMs = Number.POSITIVE_INFINITY // one renewal is enough; when it fails, the entry runs out
        renew(url, cacheable()).catch((error: unknown) =>
          log.warn({ err: error }, 'catalogue entry not renewed'),
        )
      }
      return known.bytes
    },
    forget,
    async stockTurned() {
      if (turning) return
      turning = true
      // Deliberately later than the answer: whoever sold the last one does not wait for it.
      delay(TURN_MS, undefined, { ref: false })
        .then(() => {
          turning = false
          return forget()
        })
        .catch((error: unknown) => log.warn({ err: error }, 'catalogue not invalidated'))
    },
  }
}

const bytesOf = (text: string | undefined): Buffer => (text === undefined ? NOTHING : Buffer.from(text))

/** Fixed length, so that it can stand in front of a body without a separator. */
const newVersion = (): string => randomUUID()

/** ± 10 %, so that pages cached together do not expire together. */
const withJitter = (ttlMs: number): number =>
  Math.round(ttlMs * (0.9 + (Number.parseInt(randomUUID().slice(0, 4), 16) / 0xffff) * 0.2))
