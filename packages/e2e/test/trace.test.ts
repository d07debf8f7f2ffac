import { randomBytes, randomUUID } from 'node:crypto'
import { eventually, usePlatform } from '@linli/testing'
import { expect, test } from 'vitest'
import { dataOf } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Order, Settlement } from '../src/views.ts'
import { type Span, useCollector } from './support/collector.ts'

const shop = openShop(usePlatform())
const collected = await useCollector()

const SERVER = 2
const CLIENT = 3
const CONSUMER = 5

test('one order is one trace through at least six services', async () => {
  const [user] = shop.accounts.users
  const buyer = await shop.logIn(user.openid)
  const items = (await shop.firstSkus(3)).map(({ skuId }) => ({ skuId, qty: 2 }))
  const traceId = randomBytes(16).toString('hex')
  // The caller's sampled flag decides (W3C trace context): this is how a slow request is looked at in production too.
  const traced = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
  const { token } = buyer
  const settlement = await dataOf<Settlement>('POST', shop.url('/settlements'), {
    token,
    headers: traced,
    body: { ...shop.home, mode: 'SELF_PICKUP', items, points: 100 },
  })
  expect(settlement.blockers).toEqual([])
  const order = await dataOf<Order>('POST', shop.url('/orders'), {
    token,
    headers: { ...traced, 'idempotency-key': randomUUID() },
    body: { quoteToken: settlement.quoteToken },
  })
  expect(order.status).toBe('PENDING_PAYMENT')

  const spans = () => collected.filter((span) => span.traceId === traceId)
  const servicesWith = (wanted: (span: Span) => boolean) => [
    ...new Set(
      spans()
        .filter(wanted)
        .map(({ service }) => service),
    ),
  ]
  await eventually(() => {
    expect(servicesWith(() => true).length).toBeGreaterThanOrEqual(6)
    expect(servicesWith(({ kind, name }) => kind === SERVER && name === 'POST /api/v1/orders')).toEqual([
      'order-service',
    ])
    expect(servicesWith(({ kind, name }) => kind === CLIENT && name.startsWith('grpc '))).toContain(
      'order-service',
    )
    expect(servicesWith(({ kind, name }) => kind === SERVER && name.startsWith('grpc '))).toEqual(
      expect.arrayContaining(['product-service', 'delivery-service', 'points-service', 'activity-service']),
    )
    expect(servicesWith(({ name }) => name.startsWith('sql '))).toEqual(
      expect.arrayContaining(['order-service', 'product-service', 'points-service']),
    )
    expect(servicesWith(({ kind }) => kind === CONSUMER)).toEqual(
      expect.arrayContaining(['product-service', 'points-service', 'order-service', 'message-service']),
    )
  })

  const ids = new Set(spans().map(({ spanId }) => spanId))
  const orphans = spans().filter(
    ({ parentSpanId, name }) => !parentSpanId || !(ids.has(parentSpanId) || /^(GET|POST) /.test(name)),
  )
  expect(orphans.map(({ service, name }) => `${service} ${name}`)).toEqual([])
})
