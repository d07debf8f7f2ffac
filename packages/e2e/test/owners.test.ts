import { randomUUID } from 'node:crypto'
import { usePlatform } from '@linli/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, call, dataOf } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, StaffMember } from '../src/views.ts'
import { type Belongings, belongingsOf } from './support/belongings.ts'
import { type Operation, operations } from './support/definitions.ts'
import { sampleOf } from './support/sample.ts'

// Everything that has an id in its path, tried by somebody else (reliability.md T4, API1): another's object and a
// missing one look the same, and the owner finds it as it was.

const platform = usePlatform()
const shop = openShop(platform)

let buyer: Buyer
let stranger: Buyer
let staff: StaffMember
let rival: StaffMember
let belongings: Belongings

beforeAll(async () => {
  const [mine, other] = shop.accounts.users
  buyer = await shop.logIn(mine.openid)
  stranger = await shop.logIn(other.openid)
  staff = await shop.staffLogIn(shop.accounts.merchant)
  rival = await shop.staffLogIn(shop.accounts.otherMerchant)
  belongings = belongingsOf(shop, { buyer, staff })
})

const owned = operations().filter(
  ({ path, audiences }) =>
    path.includes('{') && (audiences.includes('user') || audiences.includes('merchant')),
)

const kindOf = ({ path }: Operation) => path.replace('/api/v1/', '').replace(/\/\{.*$/, '')

function attempt(
  operation: Operation,
  { base, id, token }: { base: string; id: string; token: string },
): Promise<Answer> {
  const { method, path, body } = operation
  if (method !== 'GET' && method !== 'POST' && method !== 'PUT' && method !== 'DELETE')
    throw new Error(method)
  return call(method, base + path.replace(/\{\w+\}/, id), {
    token,
    ...(body && { body: sampleOf(body) }),
    headers: {
      'idempotency-key': randomUUID(),
      'x-user-id': buyer.userId,
      'x-consumer-custom-id': buyer.userId,
      'x-consumer-username': 'admin',
    },
  })
}

describe('somebody else', () => {
  test.each(owned.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    async (_name, operation) => {
      const kind = kindOf(operation)
      const make = belongings[kind]
      if (!make) throw new Error(`${kind} is missing in support/belongings.ts: who owns what its id names?`)
      const isStaff = kind.startsWith('merchant/')
      const owner = isStaff ? staff : buyer
      const { token } = isStaff ? rival : stranger
      const { id, look } = await make()
      const seen = () => dataOf('GET', shop.url(look), { token: owner.token })
      const before = await seen()
      const service = platform.services[`${operation.service}-service`]?.http ?? ''
      for (const base of [shop.gateway, service]) {
        const missing = await attempt(operation, { base, id: randomUUID(), token })
        const foreign = await attempt(operation, { base, id, token })
        expect(foreign.status, JSON.stringify(foreign.body)).toBe(404)
        expect(foreign.body.code).toBe(missing.body.code)
      }
      expect(stable(await seen())).toEqual(stable(before))
    },
  )
})

const lists = operations()
  .filter(({ method, path }) => method === 'GET' && !path.includes('{'))
  .flatMap((operation) =>
    (['user', 'merchant'] as const)
      .filter((audience) => operation.audiences.includes(audience))
      .map((audience) => ({ operation, audience })),
  )

describe('a list shows nothing of somebody else', () => {
  const all = new Map<string, string>()
  beforeAll(async () => {
    for (const [kind, make] of Object.entries(belongings)) all.set(kind, (await make()).id)
  })

  /** What a curious caller would ask with. */
  const asked = ({ query }: Operation): string => {
    const known: Readonly<Record<string, string | undefined>> = {
      communityId: shop.home.communityId,
      orderId: all.get('orders'),
      productId: all.get('merchant/products'),
    }
    const values = Object.entries(query).map(([name, schema]): [string, string] => [
      name,
      known[name] ?? String(sampleOf(schema)),
    ])
    return new URLSearchParams(values).toString()
  }

  test.each(lists.map((each) => [`${each.audience} ${each.operation.path}`, each] as const))(
    '%s',
    async (_name, { operation, audience }) => {
      const { token } = audience === 'user' ? stranger : rival
      const ids = [...all].filter(([kind]) => kind.startsWith('merchant/') === (audience === 'merchant'))
      const service = platform.services[`${operation.service}-service`]?.http ?? ''
      for (const base of [shop.gateway, service]) {
        const { status, body } = await call('GET', `${base}${operation.path}?${asked(operation)}`, { token })
        expect([200, 404], JSON.stringify(body)).toContain(status)
        const text = JSON.stringify(body.data)
        expect(ids.filter(([, id]) => status === 200 && text.includes(id))).toEqual([])
      }
    },
  )
})

/** Without what moves by itself: a rotating QR code, an active query's time. */
const stable = (view: unknown): unknown =>
  JSON.parse(JSON.stringify(view, (key, value: unknown) => (key.startsWith('qr') ? undefined : value)))

describe('somebody else’s id in a body or a query', () => {
  const as = (session: { token: string }) => ({
    get: (path: string) => call<{ items?: unknown[] }>('GET', shop.url(path), { token: session.token }),
    post: (path: string, body: unknown) =>
      call('POST', shop.url(path), {
        token: session.token,
        body,
        headers: { 'idempotency-key': randomUUID() },
      }),
  })
  const idOf = async (kind: string) => (await belongings[kind]?.())?.id ?? ''

  test('an order of another is not paid', async () => {
    const answer = await as(stranger).post('/payments', { orderId: await idOf('orders') })
    expect(answer.status, JSON.stringify(answer.body)).toBe(404)
  })

  test.each(['/payments', '/deliveries'])('%s?orderId= of another is empty or not found', async (path) => {
    const { status, body } = await as(stranger).get(`${path}?orderId=${await idOf('merchant/orders')}`)
    if (status !== 404) expect({ status, items: body.data.items }).toEqual({ status: 200, items: [] })
  })

  test('the pickup code of another is not shown', async () => {
    const answer = await as(stranger).get(`/pickup-codes?orderId=${await idOf('merchant/orders')}`)
    expect(answer.status).toBe(404)
  })

  test('T18 the coupon of another is refused with a reason', async () => {
    const [sku] = await shop.firstSkus(1)
    const couponId = await idOf('coupons')
    expect((await as(stranger).get(`/coupons/${couponId}`)).body.code).toBe(1701)
    const settlement = await shop.settle(stranger, {
      items: [{ skuId: sku?.skuId ?? '', qty: 1 }],
      couponId,
    })
    expect(settlement).toMatchObject({
      quoteToken: null,
      blockers: [{ kind: 'COUPON', reason: 'NOT_FOUND' }],
    })
  })

  test('the address of another is not delivered to', async () => {
    const [sku] = await shop.firstSkus(1)
    const answer = await as(stranger).post('/settlements', {
      communityId: shop.home.communityId,
      mode: 'HOME',
      addressId: await idOf('addresses'),
      items: [{ skuId: sku?.skuId, qty: 1 }],
      points: 0,
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(404)
  })

  test('the quote of another is not ordered', async () => {
    const [sku] = await shop.firstSkus(1)
    const mine = await shop.settle(buyer, { items: [{ skuId: sku?.skuId ?? '', qty: 1 }], couponId: null })
    const answer = await as(stranger).post('/orders', { quoteToken: mine.quoteToken })
    expect(answer.body.code).toBe(1312)
  })

  test('goods of another merchant are neither received nor handed over', async () => {
    const orderId = await idOf('merchant/orders')
    const { pickupPointId } = shop.home
    const received = await as(rival).post('/merchant/receipts', { pickupPointId, orderIds: [orderId] })
    expect([403, 404], JSON.stringify(received.body)).toContain(received.status)
    const code = await shop.pickupCode(buyer, orderId)
    const looked = await as(rival).post('/merchant/verifications/previews', {
      pickupPointId,
      method: 'CODE',
      value: code,
    })
    expect([403, 404, 422], JSON.stringify(looked.body)).toContain(looked.status)
  })

  test('a verifier of another point does not hand over', async () => {
    const elsewhere = await shop.staffLogIn(shop.accounts.otherVerifier)
    const answer = await as(elsewhere).post('/merchant/verifications/previews', {
      pickupPointId: shop.home.pickupPointId,
      method: 'CODE',
      value: await shop.pickupCode(buyer, await idOf('merchant/orders')),
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(403)
  })
})
