import { randomUUID } from 'node:crypto'
import { StockReplenished } from '@linli/proto/product'
import { UserDeleted } from '@linli/proto/user'
import { expect, test } from 'vitest'
import { tellSubscribers } from '../src/stock-subscriptions/stock-subscription.jobs.ts'
import { aShop, aSku } from './builders.ts'
import { startProduct } from './setup.ts'

const service = await startProduct()
const { database, deps } = service
const shop = await aShop(database)
const { communityId } = shop

type Subscription = { id: string; skuId: string; productId: string }
type Client = Awaited<ReturnType<typeof service.as.user>>

const wait = (client: Client, skuId: string, where = communityId) =>
  client.post<Subscription>('/stock-subscriptions', { skuId, communityId: where })
const waitingOf = async (client: Client, productId: string) =>
  (await client.get<{ items: Subscription[] }>(`/stock-subscriptions?productId=${productId}`)).body.data.items
const toldOf = async (skuId: string) =>
  (await service.published(StockReplenished)).filter(({ message }) => message.skuId === skuId)

async function receive(skuId: string, qty: number) {
  const permissions = ['stock:adjust']
  const clerk = await service.as.staff({ merchantId: shop.merchantId, permissions })
  const { warehouseId } = shop
  const answer = await clerk.post(
    `/merchant/inventories/${skuId}/adjustments`,
    { warehouseId, type: 'INBOUND', qty, reason: '到货' },
    { 'idempotency-key': randomUUID() },
  )
  expect(answer.status).toBe(201)
}

test('who waits is told once when it is back, and then waits no more', async () => {
  const { skuId, productId } = await aSku(database, shop, { stock: 0, name: '丹东草莓' })
  const [userId, other] = [randomUUID(), randomUUID()]
  const resident = await service.as.user(userId)
  const first = await wait(resident, skuId)
  expect(first).toMatchObject({ status: 201, body: { data: { skuId, productId } } })
  expect((await wait(resident, skuId)).body.data.id).toBe(first.body.data.id)
  await wait(await service.as.user(other), skuId)
  expect(await tellSubscribers.run(deps)).toBe(0)
  await receive(skuId, 5)
  await tellSubscribers.run(deps)
  expect(await tellSubscribers.run(deps)).toBe(0)
  const told = await toldOf(skuId)
  expect(told.map(({ message }) => message.userId).sort()).toEqual([userId, other].sort())
  expect(told[0]?.message).toMatchObject({
    productId,
    productName: '丹东草莓',
    specText: '500g',
    availableQty: 5,
  })
  expect(await waitingOf(resident, productId)).toEqual([])
})

test('it is back when this resident can buy one: enough for a unit, on sale, in their community', async () => {
  const dozen = await aSku(database, shop, { stock: 0, stockFactor: 12 })
  const hidden = await aSku(database, shop, { stock: 0 })
  const elsewhere = await aShop(database)
  const foreign = await aSku(database, elsewhere, { stock: 0 })
  const resident = await service.as.user(randomUUID())
  for (const { skuId } of [dozen, hidden]) expect((await wait(resident, skuId)).status).toBe(201)
  expect((await wait(resident, foreign.skuId, elsewhere.communityId)).status).toBe(201)
  await receive(dozen.skuId, 11)
  await receive(hidden.skuId, 1)
  await database.query(`update products set status = 'OFF_SALE' where id = $1`, [hidden.productId])
  expect(await tellSubscribers.run(deps)).toBe(0)
  await receive(dozen.skuId, 1)
  await database.query(`update products set status = 'ON_SALE' where id = $1`, [hidden.productId])
  expect(await tellSubscribers.run(deps)).toBe(2)
  expect(await toldOf(foreign.skuId)).toEqual([])
})

test('there is nothing to wait for with what is in stock, not served, off sale or unknown', async () => {
  const resident = await service.as.user(randomUUID())
  const there = await aSku(database, shop, { stock: 3 })
  const off = await aSku(database, shop, { stock: 0, status: 'OFF_SALE' })
  expect(await wait(resident, there.skuId)).toMatchObject({ status: 422, body: { code: 1250 } })
  expect(await wait(resident, off.skuId)).toMatchObject({ status: 422, body: { code: 1251 } })
  expect(await wait(resident, there.skuId, randomUUID())).toMatchObject({ status: 422, body: { code: 1251 } })
  expect(await wait(resident, randomUUID())).toMatchObject({ status: 404, body: { code: 1202 } })
})

test('one changes one’s mind, and nobody changes another’s', async () => {
  const { skuId, productId } = await aSku(database, shop, { stock: 0 })
  const resident = await service.as.user(randomUUID())
  const { id } = (await wait(resident, skuId)).body.data
  const stranger = await service.as.user(randomUUID())
  expect(await stranger.delete(`/stock-subscriptions/${id}`)).toMatchObject({
    status: 404,
    body: { code: 1253 },
  })
  expect(await waitingOf(resident, productId)).toMatchObject([{ id }])
  expect(await waitingOf(stranger, productId)).toEqual([])
  expect((await resident.delete(`/stock-subscriptions/${id}`)).status).toBe(200)
  await receive(skuId, 1)
  expect(await tellSubscribers.run(deps)).toBe(0)
})

test('fifty wishes at once are one, and nobody waits for more than fifty things', async () => {
  const { skuId, productId } = await aSku(database, shop, { stock: 0 })
  const userId = randomUUID()
  const resident = await service.as.user(userId)
  await Promise.all(Array.from({ length: 50 }, () => wait(resident, skuId)))
  expect(await waitingOf(resident, productId)).toHaveLength(1)
  await database.query(
    `insert into stock_subscriptions (id, user_id, sku_id, product_id, community_id, status, created_at)
     select gen_random_uuid(), $1, gen_random_uuid(), $2, $3, 'WAITING', now() from generate_series(1, 49)`,
    [userId, productId, communityId],
  )
  const one = await aSku(database, shop, { stock: 0 })
  expect(await wait(resident, one.skuId)).toMatchObject({ status: 422, body: { code: 1252 } })
  expect((await wait(resident, skuId)).status).toBe(201)
})

test('of a resident who is gone nothing is left that they waited or looked for, told once or twice', async () => {
  const { skuId } = await aSku(database, shop, { stock: 0 })
  const userId = randomUUID()
  await wait(await service.as.user(userId), skuId)
  await database.query('insert into search_histories (user_id, word, at) values ($1, $2, now())', [
    userId,
    '草莓',
  ])
  const gone = { userId, deletedAt: new Date() }
  const id = await service.deliver(UserDeleted, gone)
  await service.publish(UserDeleted, gone, { id })
  await receive(skuId, 1)
  expect(await tellSubscribers.run(deps)).toBe(0)
  expect(await database.query('select 1 from search_histories where user_id = $1', [userId])).toEqual([])
})
