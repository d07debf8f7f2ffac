import { randomUUID } from 'node:crypto'
import { CommonErrors, happened } from '@linli/core'
import { bindPrisma, defineJob, on } from '@linli/events'
import { connect } from '@linli/grpc'
import { Envelope, ok, staffOf, userOf } from '@linli/http'
import { OrderCreated, OrderPaid } from '@linli/proto/order'
import { UserQueryDefinition } from '@linli/proto/user'
import { type BaseDeps, defineService } from '@linli/service'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { fakePeer, startService } from '../src/index.ts'

/** A service of a few lines that uses all its parts; its tables are those of packages/events. */
const createDeps = (base: BaseDeps, settings: { USER_GRPC_ADDR: string; PRODUCT_GRPC_ADDR: string }) => {
  const user = connect(UserQueryDefinition, settings.USER_GRPC_ADDR, { peer: 'user' })
  const away = connect(UserQueryDefinition, settings.PRODUCT_GRPC_ADDR, { peer: 'product' })
  const prisma = bindPrisma<object>(base.pool, base.name, () => ({
    $transaction: () => Promise.reject(new Error('unused')),
  }))
  const close = async () => {
    user.close()
    away.close()
  }
  return { ...base, prisma, user, away, close }
}
type Deps = ReturnType<typeof createDeps>
let ticks = 0

const tiny = defineService({
  name: 'order',
  config: Type.Object({ TINY_WORD: Type.String() }),
  deps: createDeps,
  http: [
    (app, deps: Deps) => {
      const response = { 200: Envelope(Type.Object({ id: Type.String() })) }
      app.get('/me', { config: { audience: 'user' }, schema: { response } }, async (request) =>
        ok({ id: userOf(request).id }, deps.clock.now()),
      )
      app.get(
        '/shop',
        { config: { audience: 'merchant', permission: 'order:read' }, schema: { response } },
        async (request) => ok({ id: staffOf(request).merchantId }, deps.clock.now()),
      )
      app.get('/nickname', { config: { audience: 'public' }, schema: { response } }, async () =>
        ok({ id: (await deps.user.getUser({ userId: 'u' })).nickname ?? '' }, deps.clock.now()),
      )
      app.get('/away', { config: { audience: 'public' } }, () => deps.away.getUser({ userId: 'u' }))
    },
  ],
  grpc: [],
  publishes: [],
  events: () => [
    on(OrderCreated, async (work, event) => {
      if (event.orderId === 'bad') throw CommonErrors.NOT_FOUND()
      work.publish(
        happened(
          OrderPaid,
          { aggregateType: 'order', aggregateId: event.orderId },
          OrderPaid.fromPartial({ orderId: event.orderId }),
        ),
      )
    }),
  ],
  jobs: [defineJob<Deps>({ name: 'tiny.tick', everyMs: 10, run: async () => ++ticks })],
  machines: [],
})

const service = await startService(tiny, {
  env: { TINY_WORD: 'hello' },
  peers: { user: [fakePeer(UserQueryDefinition, { getUser: async () => ({ nickname: '阿邻' }) })] },
})

test('callers carry valid tokens of their audience', async () => {
  const id = randomUUID()
  const mine = await (await service.as.user(id)).get('/me')
  expect(mine).toMatchObject({ status: 200, body: { code: 200, data: { id } } })
  expect((await service.as.anonymous().get('/me')).status).toBe(401)
  const staff = await service.as.staff({ merchantId: 'm1', permissions: ['order:read'] })
  expect((await staff.get('/shop')).body.data).toEqual({ id: 'm1' })
  expect((await (await service.as.staff({ merchantId: 'm1' })).get('/shop')).status).toBe(403)
  expect((await (await service.as.admin()).get('/shop')).status).toBe(401)
})

test('fakes answer over gRPC, and a peer without one is down', async () => {
  expect((await service.as.anonymous().get('/nickname')).body.data).toEqual({ id: '阿邻' })
  expect(await service.as.anonymous().get('/away')).toMatchObject({ status: 503, body: { code: 1902 } })
})

test('an event is delivered, handled once, and its consequence is published', async () => {
  const id = await service.deliver(OrderCreated, { orderId: 'o1' })
  await service.publish(OrderCreated, { orderId: 'o1' }, { id })
  await service.deliver(OrderCreated, { orderId: 'o2' })
  const paid = await service.published(OrderPaid)
  expect(paid.map(({ message }) => message.orderId)).toEqual(['o1', 'o2'])
  expect(paid[0]?.headers).toMatchObject({ causationId: id, correlationId: id })
})

test('jobs run', () => expect.poll(() => ticks).toBeGreaterThan(0))

test('two services live in one process, and stopping one leaves the other', async () => {
  const second = await startService(tiny, { env: { TINY_WORD: 'two' } })
  expect((await (await second.as.user()).get('/me')).status).toBe(200)
  await second.stop()
  expect((await (await service.as.user()).get('/me')).status).toBe(200)
  expect((await fetch(`${service.url}/metrics`)).status).toBe(200)
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200)
})
