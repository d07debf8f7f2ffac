import { randomUUID } from 'node:crypto'
import { OrderCreated } from '@linli/proto/order'
import { PaymentSucceeded } from '@linli/proto/payment'
import { StockReservationFailed } from '@linli/proto/product'
import { expect, test } from 'vitest'
import {
  aPendingOrder,
  aSku,
  communityId,
  merchantId,
  nextOrder,
  paid,
  place,
  reserveAll,
  settle,
  skus,
  startOrder,
} from './builders.ts'

const order = await startOrder()

type Cart = {
  groups: { merchantId: string; merchantName: string; items: { id: string; skuId: string; qty: number }[] }[]
  invalidItems: { skuId: string; qty: number; selected: boolean; invalidReason: string }[]
  itemCount: number
}
type Repurchase = { cart: Cart; unavailable: { skuId: string; productName: string; reason: string }[] }
type Statistics = Record<string, number> & { day: string }

const again = (client: Awaited<ReturnType<typeof order.as.user>>, id: string) =>
  client.post<Repurchase>(`/orders/${id}/repurchases`, { communityId })

test('the cart names its shops', async () => {
  const client = await order.as.user()
  const { skuId } = aSku()
  const { body } = await client.post<Cart>('/carts/me/items', { communityId, items: [{ skuId, qty: 2 }] })
  expect(body.data.groups).toMatchObject([
    { merchantId, merchantName: '邻里生鲜', items: [{ skuId, qty: 2 }] },
  ])
})

test("a guest's cart is merged; what sold out meanwhile stays visible and is not in the way", async () => {
  const client = await order.as.user()
  const [good, soldOut] = [aSku(), aSku({ purchasable: false, reason: 'OUT_OF_STOCK', availableQty: 0 })]
  const items = [good.skuId, soldOut.skuId, randomUUID()].map((skuId) => ({ skuId, qty: 2 }))
  const { status, body } = await client.post<Cart>('/carts/me/items', { communityId, items })
  expect(status).toBe(201)
  expect(body.data.groups[0]?.items).toMatchObject([{ skuId: good.skuId, qty: 2 }])
  expect(body.data.invalidItems).toMatchObject([
    { skuId: soldOut.skuId, qty: 2, selected: false, invalidReason: 'OUT_OF_STOCK' },
  ])
  expect((await settle(client, undefined)).blockers).toEqual([])
  const alone = { communityId, items: [{ skuId: soldOut.skuId, qty: 1 }] }
  expect(await client.post('/carts/me/items', alone)).toMatchObject({
    status: 422,
    body: { code: 1306, data: { skuId: soldOut.skuId, reason: 'OUT_OF_STOCK' } },
  })
})

test('what was ordered leaves the cart when it is confirmed; what was refused stays in it', async () => {
  const client = await order.as.user()
  const [taken, short] = [aSku(), aSku()]
  const ids = async () =>
    (await client.get<Cart>(`/carts/me?communityId=${communityId}`)).body.data.groups.flatMap(({ items }) =>
      items.map(({ skuId }) => skuId),
    )
  const select = async (skuId: string) => {
    const { body } = await client.post<Cart>('/carts/me/items', { communityId, items: [{ skuId, qty: 1 }] })
    const itemIds = body.data.groups.flatMap(({ items }) =>
      items.filter((item) => item.skuId === skuId).map(({ id }) => id),
    )
    await client.put('/carts/me/selections', { communityId, itemIds })
  }
  const orderCart = async () => {
    const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
    const { quoteToken } = await settle(client, undefined)
    const placing = place(client, quoteToken)
    return { placing, orderId: await nextOrder(order, known) }
  }
  await select(short.skuId)
  const refused = await orderCart()
  await order.publish(StockReservationFailed, { orderId: refused.orderId, reason: 'SHORTAGE' })
  expect((await refused.placing).body.data.status).toBe('CLOSED')
  await select(taken.skuId)
  const bought = await orderCart()
  await reserveAll(order, bought.orderId)
  expect((await bought.placing).body.data.status).toBe('PENDING_PAYMENT')
  expect(await ids()).toEqual([short.skuId])
})

test('buying again fills the cart with what there still is, and names the rest', async () => {
  const client = await order.as.user()
  const placed = await aPendingOrder(order, client)
  const skuId = placed.lines[0]?.skuId ?? ''
  const first = await again(client, placed.id)
  expect(first.status).toBe(201)
  expect(first.body.data).toMatchObject({ unavailable: [], cart: { itemCount: 1 } })

  const sku = skus.get(skuId)
  if (!sku) throw new Error('the order has no goods')
  skus.set(skuId, { ...sku, purchasable: false, reason: 'OFF_SALE' })
  expect(await again(client, placed.id)).toMatchObject({ status: 422, body: { code: 1306 } })
})

test("nobody buys another resident's order again", async () => {
  const placed = await aPendingOrder(order, await order.as.user())
  expect((await again(await order.as.user(), placed.id)).status).toBe(404)
  expect((await again(await order.as.user(), randomUUID())).status).toBe(404)
})

test("the merchant's day counts what is paid, and what waits", async () => {
  const permissions = ['order:statistics', 'order:prepare', 'order:read']
  const staff = await order.as.staff({ merchantId, permissions })
  const numbers = async () => (await staff.get<Statistics>('/merchant/order-statistics')).body.data
  const before = await numbers()
  const userId = randomUUID()
  const placed = await aPendingOrder(order, await order.as.user(userId))
  expect(await numbers()).toEqual(before) // not paid: no work yet
  await order.deliver(PaymentSucceeded, paid(placed, userId, { paidAt: new Date() }))
  const after = await numbers()
  expect(after.orders).toBe((before.orders ?? 0) + 1)
  expect(after.gmvFen).toBe((before.gmvFen ?? 0) + placed.payableFen)
  expect(after.toAccept).toBe((before.toAccept ?? 0) + 1)
  expect((await staff.post(`/merchant/orders/${placed.id}/acceptances`)).status).toBe(201)
  expect(await numbers()).toMatchObject({ toAccept: before.toAccept, toPrepare: (before.toPrepare ?? 0) + 1 })
})

test('the numbers of a shop are for those who may see them', async () => {
  const verifier = await order.as.staff({ merchantId, permissions: ['order:read'] })
  expect((await verifier.get('/merchant/order-statistics')).status).toBe(403)
})
