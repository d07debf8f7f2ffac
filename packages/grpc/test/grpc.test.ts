import { once } from 'node:events'
import { createServer, connect as tcp } from 'node:net'
import { CommonErrors, defineErrors, isAppError } from '@linli/core'
import { UserQueryDefinition } from '@linli/proto/user'
import { fakePeer } from '@linli/testing'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type GrpcServer, type Peer, serve } from '../src/index.ts'

type Users = Parameters<typeof fakePeer<typeof UserQueryDefinition>>[1]
type Logged = { fields: { err?: Error; method?: string }; message: string }

const opened: { close(): unknown }[] = []
afterAll(async () => {
  for (const one of opened.reverse()) await one.close()
})
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
})

async function aServer(methods: Users, port = 0): Promise<GrpcServer & { logged: Logged[] }> {
  const logged: Logged[] = []
  const log = { error: (fields: object, message: string) => void logged.push({ fields, message }) }
  const server = await serve(`127.0.0.1:${port}`, [fakePeer(UserQueryDefinition, methods)], {
    deps: undefined,
    log,
  })
  opened.push({ close: () => server.stop() })
  return { ...server, logged }
}

function aClient(port: number, deadlineMs = 2_000): Peer<typeof UserQueryDefinition> {
  const client = connect(UserQueryDefinition, `127.0.0.1:${port}`, { peer: 'user', deadlineMs })
  opened.push(client)
  return client
}

const UserErrors = defineErrors({
  USER_AWAY: [1199, 'rule', '{name}不在家 🏠', '{name} is not at home'],
  TOO_MUCH: [1198, 'conflict', '太多', 'too much'],
})

test('an answer arrives as it was given', async () => {
  const server = await aServer({
    getUser: async ({ userId }) => ({ userId, nickname: '阿邻 🏮', version: 7 }),
  })
  expect(await aClient(server.port).getUser({ userId: 'u1' })).toMatchObject({
    userId: 'u1',
    nickname: '阿邻 🏮',
    version: 7,
  })
})

test('an error arrives as the value the peer threw: id, code, kind, both texts, details', async () => {
  const server = await aServer({
    getUser: () => Promise.reject(UserErrors.USER_AWAY({ name: '张三', since: 5, tags: ['a'] })),
  })
  const error: unknown = await aClient(server.port)
    .getUser({ userId: 'u1' })
    .catch((caught: unknown) => caught)
  expect(isAppError(error)).toBe(true)
  expect(error).toMatchObject({
    id: 'USER_AWAY',
    code: 1199,
    kind: 'rule',
    texts: { zh: '{name}不在家 🏠', en: '{name} is not at home' },
    details: { name: '张三', since: 5, tags: ['a'] },
  })
  expect(isAppError(error) && error.text('zh')).toBe('张三不在家 🏠')
  expect(server.logged).toEqual([])
})

test('every kind survives the way', async () => {
  for (const factory of Object.values(CommonErrors)) {
    const server = await aServer({ getUser: () => Promise.reject(factory({ a: 1 })) })
    const [code, kind] = factory.definition
    await expect(aClient(server.port).getUser({ userId: 'u' })).rejects.toMatchObject({ code, kind })
    await server.stop()
  }
})

test('details too large for a header do not cost the error', async () => {
  const server = await aServer({
    getUser: () => Promise.reject(UserErrors.TOO_MUCH({ text: '多'.repeat(50_000) })),
  })
  await expect(aClient(server.port).getUser({ userId: 'u' })).rejects.toMatchObject({
    code: 1198,
    kind: 'conflict',
  })
})

test('an unknown error becomes INTERNAL, keeps its secret and is logged with its cause', async () => {
  const secret = new Error('select * from users where phone = 138')
  const server = await aServer({ getUser: () => Promise.reject(secret) })
  const error: unknown = await aClient(server.port)
    .getUser({ userId: 'u' })
    .catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 500, kind: 'internal' })
  expect(JSON.stringify(error) + String(error)).not.toContain('phone')
  expect(server.logged).toMatchObject([{ fields: { err: secret, method: '/user.v1.UserQuery/GetUser' } }])
})

test('a peer that does not answer in time is PEER_TIMEOUT, and learns that nobody waits any more', async () => {
  const cancelled = Promise.withResolvers<void>()
  const server = await aServer({
    getUser: async (_request, { signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      cancelled.resolve()
      return {}
    },
  })
  await expect(aClient(server.port, 150).getUser({ userId: 'u' })).rejects.toMatchObject({
    id: 'PEER_TIMEOUT',
    code: 1901,
    kind: 'unavailable',
    details: { peer: 'user' },
  })
  await cancelled.promise
  expect(server.logged).toEqual([])
})

test('a peer that is down is PEER_UNAVAILABLE at once, and is found when it comes back', async () => {
  const first = await aServer({ getUser: async () => ({ nickname: 'first' }) })
  const client = aClient(first.port)
  expect(await client.getUser({ userId: 'u' })).toMatchObject({ nickname: 'first' })
  await first.stop()
  await expect(client.getUser({ userId: 'u' })).rejects.toMatchObject({ id: 'PEER_UNAVAILABLE', code: 1902 })
  await aServer({ getUser: async () => ({ nickname: 'second' }) }, first.port)
  await expect
    .poll(() => client.getUser({ userId: 'u' }).catch(() => undefined), { timeout: 5_000 })
    .toMatchObject({
      nickname: 'second',
    })
})

test('a peer that is slow to accept is waited for, within the deadline of the call', async () => {
  const server = await aServer({ getUser: async () => ({ nickname: 'slow start' }) })
  const busy = createServer((near) => {
    setTimeout(() => {
      const far = tcp(server.port, '127.0.0.1')
      near.pipe(far).pipe(near)
      near.on('close', () => far.destroy())
    }, 400)
  })
  opened.push({ close: () => busy.close() })
  busy.listen(0, '127.0.0.1')
  await once(busy, 'listening')
  const address = busy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await aClient(port, 3_000).getUser({ userId: 'u' })).toMatchObject({ nickname: 'slow start' })
})

test('a server that stops finishes the calls it has', async () => {
  const entered = Promise.withResolvers<void>()
  const leave = Promise.withResolvers<void>()
  const server = await aServer({
    getUser: async () => {
      entered.resolve()
      await leave.promise
      return { nickname: 'finished' }
    },
  })
  const answer = aClient(server.port).getUser({ userId: 'u' })
  await entered.promise
  const stopped = server.stop()
  leave.resolve()
  expect(await answer).toMatchObject({ nickname: 'finished' })
  await stopped
})

test('the trace goes on in the peer', async () => {
  let seen: string | undefined
  const server = await aServer({
    getUser: async () => {
      seen = trace.getActiveSpan()?.spanContext().traceId
      return {}
    },
  })
  const client = aClient(server.port)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const parent = trace.setSpanContext(context.active(), {
    traceId,
    spanId: 'b7ad6b7169203331',
    traceFlags: 1,
  })
  await context.with(parent, () => client.getUser({ userId: 'u' }))
  expect(seen).toBe(traceId)
})
