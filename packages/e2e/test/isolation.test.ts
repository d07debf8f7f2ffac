import { SERVICES, type ServiceName, withClient } from '@linli/dev'
import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dataOf } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, Sku } from '../src/views.ts'
import { without } from './support/parts.ts'
import { levelOf } from './support/stock.ts'
import { urlOfRole } from './support/stores.ts'

const platform = usePlatform()
const shop = openShop(platform)

/** SQLSTATE: insufficient_privilege. */
const DENIED = '42501'

async function sqlStateOf(service: ServiceName, statement: string): Promise<string> {
  return withClient(urlOfRole(service), async (client) => {
    const outcome = await client.query(statement).catch((error: unknown) => error)
    return typeof outcome === 'object' && outcome && 'code' in outcome ? String(outcome.code) : 'done'
  })
}

describe('a database role', () => {
  test.each(SERVICES)('of %s reads its own schema and no other', async (service) => {
    expect(await sqlStateOf(service, 'select count(*) from outbox')).toBe('done')
    for (const other of SERVICES.filter((name) => name !== service)) {
      expect(await sqlStateOf(service, `select * from "${other}".outbox limit 1`), other).toBe(DENIED)
      expect(await sqlStateOf(service, `set role "${other}_owner"`), other).toBe(DENIED)
    }
  })

  test.each(SERVICES)('of %s changes rows and never the schema', async (service) => {
    const statements = [
      'create table mine (id int)',
      'create table public.mine (id int)',
      'alter table outbox add column mine int',
      'drop table outbox',
      'truncate outbox',
      'create schema mine',
      `set role "${service}_owner"`,
    ]
    for (const statement of statements) expect(await sqlStateOf(service, statement), statement).toBe(DENIED)
  })
})

describe('with one service down', () => {
  let buyer: Buyer
  let items: readonly { skuId: string; qty: number }[]
  beforeAll(async () => {
    buyer = await shop.logIn(shop.accounts.users[0].openid)
    const [sku]: readonly Sku[] = await shop.firstSkus(1)
    items = sku ? [{ skuId: sku.skuId, qty: 1 }] : []
  })

  /** The peer of the test before is back, and order-service has found it again. */
  beforeEach(() =>
    eventually(async () => (await shop.settle(buyer, { items })).degraded.length === 0, {
      timeoutMs: 20_000,
    }),
  )

  test.each(['activity', 'points', 'message'])(
    'an order that does not need %s goes through',
    async (name) => {
      const order = await without(name, platform.services, async () => {
        const settlement = await shop.settle(buyer, { items, couponId: null })
        expect(settlement.degraded).toEqual(name === 'message' ? [] : [name])
        return shop.place(buyer, settlement)
      })
      expect(order.status).toBe('PENDING_PAYMENT')
    },
  )

  test('an order with a coupon is refused in the name of activity', async () => {
    const { coupons } = await shop.settle(buyer, { items })
    const couponId = coupons[0]?.couponId
    expect(couponId, 'the demo resident holds a coupon').toBeDefined()
    const settlement = await without('activity', platform.services, () =>
      shop.settle(buyer, { items, couponId: couponId ?? null }),
    )
    expect(settlement).toMatchObject({ degraded: ['activity'], quoteToken: null })
    expect(settlement.blockers).toMatchObject([{ kind: 'COUPON', reason: 'ACTIVITY_UNAVAILABLE' }])
  })

  test('an order with points is refused in the name of points', async () => {
    const refusal = await without('points', platform.services, () =>
      shop.settle(buyer, { items, couponId: null, points: 100 }).catch((error: unknown) => error),
    )
    expect(refusal).toMatchObject({ status: 503, envelope: { data: { peer: 'points' } } })
  })

  test('an order that is cancelled while payment is down keeps its goods until payment is back', async () => {
    const merchant = await shop.staffLogIn(shop.accounts.merchant)
    const skuId = items[0]?.skuId ?? ''
    const order = await shop.place(buyer, await shop.settle(buyer, { items, couponId: null }))
    const { available } = await levelOf(shop, merchant, skuId)
    await without('payment', platform.services, async () => {
      const cancelled = await dataOf('POST', shop.url(`/orders/${order.id}/cancellations`), {
        token: buyer.token,
      })
      expect(cancelled).toMatchObject({ status: 'PENDING_PAYMENT', closing: true })
      expect(await levelOf(shop, merchant, skuId)).toMatchObject({ available })
    })
    await shop.waitForStatus(buyer, order.id, { statuses: ['CLOSED'], timeoutMs: 40_000 })
    await eventually(async () =>
      expect(await levelOf(shop, merchant, skuId)).toMatchObject({ available: available + 1 }),
    )
  })

  test.each(['product', 'delivery'])(
    'no order is settled without %s, and the refusal says so',
    async (name) => {
      const refusal = await without(name, platform.services, () =>
        shop.settle(buyer, { items, couponId: null }).catch((error: unknown) => error),
      )
      expect(refusal).toMatchObject({ status: 503, envelope: { data: { peer: name } } })
    },
  )
})
