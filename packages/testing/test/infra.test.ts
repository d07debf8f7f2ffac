import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { createLocalJWKSet, jwtVerify } from 'jose'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { aToken, eventually, fakeClock, testKeys, useDatabase, useNats, useRedis } from '../src/index.ts'

const migrations = mkdtempSync(join(tmpdir(), 'linli-migrations-'))
mkdirSync(join(migrations, '0001_init'))
writeFileSync(
  join(migrations, '0001_init', 'migration.sql'),
  'CREATE TABLE carts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);',
)

afterAll(() => rmSync(migrations, { recursive: true, force: true }))

const db = await useDatabase({ service: 'order-service', migrations })
const other = await useDatabase({ service: 'order', migrations })
const foreign = await useDatabase({ service: 'user', migrations })
const redis = await useRedis()
const nats = await useNats()

test('two databases of one template do not see each other', async () => {
  await db.query('INSERT INTO carts (note) VALUES ($1)', ['mine'])
  expect(await other.query('SELECT * FROM carts')).toEqual([])
})

test('the service role changes rows and nothing else', async () => {
  await expect(db.query('DROP TABLE carts')).rejects.toThrow(/must be owner/)
  await expect(db.query('CREATE TABLE "order".x (id int)')).rejects.toThrow(/permission denied/)
  await expect(db.query('CREATE TABLE public.x (id int)')).rejects.toThrow(/permission denied/)
  await expect(db.query('TRUNCATE carts')).rejects.toThrow(/permission denied/)
})

test("the role of another service may not even look into a service's database", async () => {
  const url = new URL(foreign.url)
  url.pathname = new URL(db.url).pathname
  const client = new pg.Client({ connectionString: url.href })
  await expect(client.connect()).rejects.toThrow(/permission denied for database/)
})

test('redis is empty and its own', async () => {
  await redis.client.set('a', '1')
  const second = await useRedis()
  expect(second.url).not.toBe(redis.url)
  expect(await second.client.get('a')).toBeNull()
  await redis.flush()
  expect(await redis.client.get('a')).toBeNull()
})

test('streams can be made under the prefix', async () => {
  const manager = await jetstreamManager(nats.connection)
  const name = `${nats.prefix}ORDER`
  await manager.streams.add({ name, subjects: [`${nats.prefix}order.>`] })
  expect((await manager.streams.info(name)).config.name).toBe(name)
})

test('eventually waits for a condition and reports the last failure', async () => {
  let tries = 0
  expect(await eventually(() => ++tries > 2 && tries)).toBe(3)
  await expect(eventually(() => expect(1).toBe(2), { timeoutMs: 60 })).rejects.toThrow(/to be 2/)
  await expect(eventually(() => false, { timeoutMs: 60 })).rejects.toThrow(/60 ms/)
})

test('the fake clock stands still until it is moved', () => {
  const clock = fakeClock('2026-11-22T00:00:00Z')
  clock.advance(1_500)
  expect(clock.now().toISOString()).toBe('2026-11-22T00:00:01.500Z')
})

test('a token is verified with the public keys', async () => {
  const token = await aToken({ aud: 'merchant', sub: 's1', mid: 'm1', perms: ['order:read'] })
  const keys = testKeys().public.keys.map(({ kid, kty, crv, x }) => ({ kid, kty, crv, x }))
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet({ keys }), {
    audience: 'merchant',
  })
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'merchant-1', typ: 'JWT' })
  expect(payload).toMatchObject({ iss: 'linli', sub: 's1', tv: 0, mid: 'm1', kid: 'merchant-1' })
})
