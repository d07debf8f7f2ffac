import { eventually, fakeClock, useCuttable, useRedis } from '@linli/testing'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import type { LimitRule } from '../src/index.ts'
import { aLimiter, anApp } from './support/app.ts'

const store = await useRedis()
const proxy = await useCuttable(store.url)
const { limiter } = aLimiter(proxy.url)
const second = aLimiter(store.url).limiter
await eventually(() => limiter(rule({ name: 'warm-up' }), 'x', 0).then(() => true))

function rule(more: Partial<LimitRule> = {}): LimitRule {
  return { name: 'codes', max: 20, windowMs: 1_000, whenUnavailable: 'refuse', ...more }
}
const accepted = async (calls: Promise<void>[]) =>
  (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length

test('T5 of 64 parallel calls exactly as many pass as the rule says, through two processes', async () => {
  const calls = Array.from({ length: 64 }, (_, i) => (i % 2 ? limiter : second)(rule(), 'parallel', 5_000))
  expect(await accepted(calls)).toBe(20)
})

test('T5 no position of the window ever holds more, and nothing allowed is withheld', async () => {
  const times: number[] = []
  const minute = 60_000 // Redis forgets by its own clock, which must not matter here
  for (let at = 10 * minute; at < 14 * minute; at += minute / 100) {
    await limiter(rule({ windowMs: minute }), 'sliding', at).then(
      () => times.push(at),
      () => undefined,
    )
  }
  for (const start of times) {
    expect(times.filter((at) => at >= start && at < start + minute).length).toBeLessThanOrEqual(20)
  }
  expect(times).toHaveLength(4 * 20)
})

test('T5 the refusal says after how many seconds the next call passes', async () => {
  const slow = rule({ name: 'slow', max: 1, windowMs: 60_000 })
  await limiter(slow, 'me', 100_000)
  await expect(limiter(slow, 'me', 130_500)).rejects.toMatchObject({
    code: 429,
    details: { rule: 'slow', retryAfter: 30 },
  })
  await expect(limiter(slow, 'me', 160_000)).resolves.toBeUndefined()
})

test('rules and keys do not share a budget, and keys expire', async () => {
  const one = rule({ name: 'one', max: 1 })
  await limiter(one, 'a', 1)
  await limiter(one, 'b', 1)
  await limiter(rule({ name: 'two', max: 1 }), 'a', 1)
  await expect(limiter(one, 'a', 1)).rejects.toMatchObject({ code: 429 })
  const ttl = await store.client.pttl('test:limit:one:a')
  expect(ttl).toBeGreaterThan(0)
  expect(ttl).toBeLessThanOrEqual(1_000)
})

test('T5 without Redis a closing rule refuses and an open one lets pass, both at once', async () => {
  proxy.cut()
  await eventually(async () => {
    await expect(limiter(rule(), 'x', 1)).rejects.toMatchObject({ code: 503, kind: 'unavailable' })
  })
  await expect(limiter(rule({ whenUnavailable: 'allow' }), 'x', 1)).resolves.toBeUndefined()
  await expect(limiter(rule(), 'x', 1)).rejects.toMatchObject({ code: 503 })
  proxy.heal()
  await eventually(() => limiter(rule({ name: 'healed' }), 'x', 1).then(() => true))
})

test('T5 a route counts per caller; a forged X-Forwarded-For of a stranger buys nothing', async () => {
  const clock = fakeClock('2026-11-22T08:00:00Z')
  const limit = rule({ name: 'route', max: 2, windowMs: 60_000 })
  const app = await anApp(
    (app) => {
      const body = Type.Object({ a: Type.Integer() })
      app.post('/codes', { config: { audience: 'public', limit }, schema: { body } }, async () => ({
        ok: true,
      }))
    },
    { limiter: second, clock, trustedProxies: 'loopback' },
  )
  const call = async (remoteAddress: string, forwarded: string, a: unknown = 1) =>
    (
      await app.inject({
        method: 'POST',
        url: '/api/v1/codes',
        payload: { a },
        remoteAddress,
        headers: { 'x-forwarded-for': forwarded },
      })
    ).statusCode
  // A stranger may write what he likes; the gateway (loopback here) is believed.
  expect(await call('203.0.113.9', '1.1.1.1')).toBe(200)
  expect(await call('203.0.113.9', '2.2.2.2')).toBe(200)
  expect(await call('203.0.113.9', '3.3.3.3')).toBe(429)
  expect(await call('127.0.0.1', '198.51.100.1')).toBe(200)
  expect(await call('127.0.0.1', '198.51.100.2')).toBe(200)
  // What a client put in front of the gateway's own entry is not believed either.
  expect(await call('127.0.0.1', '9.9.9.9, 203.0.113.9')).toBe(429)
  clock.advance(60_000)
  expect(await call('203.0.113.9', '1.1.1.1')).toBe(200)
})
