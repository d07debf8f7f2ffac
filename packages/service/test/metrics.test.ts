import { randomUUID } from 'node:crypto'
import { defineJob } from '@linli/events'
import { OrderPaid } from '@linli/proto/order'
import { eventually, startService, useDatabase } from '@linli/testing'
import { expect, test } from 'vitest'
import { type TinyDeps, tinyMigrations, tinyService } from './support/tiny-service.ts'

const failing = defineJob<TinyDeps>({
  name: 'order.fail',
  everyMs: 3_600_000,
  run: () => Promise.reject(new Error('as the test wants it')),
})

const migrations = tinyMigrations()
const database = await useDatabase({ service: 'order', migrations })
const service = await startService(
  { ...tinyService, jobs: [failing] },
  { database, env: { MIGRATIONS_DIR: migrations, DATABASE_POOL_SIZE: '5' } },
)

/** Series by name and labels, as Prometheus would read them. */
async function series(): Promise<Map<string, number>> {
  const answer = await fetch(`${service.url}/metrics`)
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? []
      return [
        `${name}{${labels
          .split(/,(?=\w+=)/)
          .toSorted()
          .join(',')}}`,
        Number(value),
      ]
    }),
  )
}

const place = () => service.as.anonymous().post(`/orders/${randomUUID()}`)
const placed =
  'http_request_duration_seconds_count{method="POST",route="/api/v1/orders/:id",service="order",status="200"}'

test('every figure says whose it is, once', async () => {
  for (const name of (await series()).keys()) expect(name.match(/\bservice="order"/g), name).toHaveLength(1)
})

test('requests are counted by route template and status; probes are not', async () => {
  const before = (await series()).get(placed) ?? 0
  await place()
  await service.as.anonymous().get('/orders/nowhere/at/all')
  const after = await series()
  expect(after.get(placed)).toBe(before + 1)
  expect(
    after.get('http_request_duration_seconds_count{method="GET",route="none",service="order",status="404"}'),
  ).toBe(1)
  expect([...after.keys()].filter((name) => /healthz|readyz|"\/metrics"/.test(name))).toEqual([])
})

test('calls are counted at both ends', async () => {
  const id = randomUUID()
  const user = await service.as.user(id)
  await service.redis.client.del(`token-version:user:${id}`) // so that the owner is asked
  const { status } = await user.get('/me')
  expect(status).toBe(200)
  const figures = await series()
  const method = 'method="/user.v1.UserQuery/GetTokenState"'
  expect(
    figures.get(`grpc_client_duration_seconds_count{${method},peer="user",service="order",status="OK"}`),
  ).toBe(1)
  expect(figures.get(`grpc_server_duration_seconds_count{${method},service="order",status="OK"}`)).toBe(1)
})

test('events are counted when they are committed, published and handled; what waits is told by kind', async () => {
  const told = (type: string) => `events_told_total{service="order",type="order.v1.${type}"}`
  expect((await series()).get(told('OrderPaid'))).toBeTypeOf('number') // zero is a figure too
  const before = (await series()).get(told('OrderCreated')) ?? Number.NaN
  const handled = (await service.published(OrderPaid)).length
  await place()
  await eventually(async () => expect(await service.published(OrderPaid)).toHaveLength(handled + 1))
  await eventually(async () => {
    const figures = await series()
    expect(figures.get(told('OrderCreated'))).toBe(before + 1)
    expect(figures.get('outbox_published_total{service="order"}')).toBeGreaterThanOrEqual(2)
    expect(
      figures.get('events_handled_total{outcome="done",service="order",type="order.v1.OrderCreated"}'),
    ).toBeGreaterThanOrEqual(1)
    expect(
      figures.get('event_lag_seconds_bucket{le="+Inf",service="order",type="order.v1.OrderCreated"}'),
    ).toBeGreaterThanOrEqual(1)
    for (const name of ['outbox_unpublished', 'outbox_oldest_seconds', 'dead_events'])
      expect(figures.get(`${name}{service="order"}`), name).toBe(0)
    for (const name of ['events_pending', 'events_unacknowledged'])
      expect(figures.get(`${name}{service="order",type="order.v1.OrderCreated"}`), name).toBe(0)
  })
})

test('a job whose last run failed says so until one succeeds', async () => {
  const failed = 'job_failed{name="order.fail",service="order"}'
  await eventually(async () => expect((await series()).get(failed)).toBe(1))
  expect((await series()).get('job_overdue_seconds{name="order.fail",service="order"}')).toBe(0)
  await database.query(`update job set last_error = null where name = 'order.fail'`)
  expect((await series()).get(failed)).toBe(0)
})

test('the process tells of its event loop, memory and connections', async () => {
  const figures = await series()
  expect(figures.get('process_resident_memory_bytes{service="order"}')).toBeGreaterThan(10_000_000)
  expect(figures.get('nodejs_eventloop_lag_seconds{quantile="0.99",service="order"}')).toBeGreaterThanOrEqual(
    0,
  )
  const connections = ['busy', 'idle'].map(
    (state) => figures.get(`db_pool_connections{service="order",state="${state}"}`) ?? Number.NaN,
  )
  expect(connections[0]).toBeGreaterThanOrEqual(0)
  expect(connections.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(5)
  expect(figures.get('db_pool_waiting{service="order"}')).toBe(0)
})
