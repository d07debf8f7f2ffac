import { randomUUID } from 'node:crypto'
import { OrderPaid, OrderRepriced, RecipientRevealed } from '@linli/proto/order'
import { PaymentSucceeded } from '@linli/proto/payment'
import { expect, test } from 'vitest'
import { aPendingOrder, aSku, merchantId, type OrderAnswer, ownPhones, paid, startOrder } from './builders.ts'

const order = await startOrder()

const staff = (permissions: readonly string[], more: object = {}) =>
  order.as.staff({ merchantId, permissions: [...permissions], ...more })

/** On the desk: paid, of a resident of its own. */
async function aPaidOrder(userId: string = randomUUID()) {
  const placed = await aPendingOrder(order, await order.as.user(userId))
  await order.deliver(PaymentSucceeded, paid(placed, userId, { paidAt: new Date() }))
  return { ...placed, userId }
}

const revealed = async (orderId: string) =>
  (await order.published(RecipientRevealed)).filter(({ message }) => message.orderId === orderId)

test('FM03 a phone is shown to who may see it, and who looked and why is told first', async () => {
  const placed = await aPaidOrder()
  ownPhones.set(placed.userId, '13812345678')
  const owner = await staff(['user:pii:reveal'])
  const shown = await owner.post(`/merchant/orders/${placed.id}/pii-reveals`, {
    reason: '商品缺货，联系顾客',
  })
  expect(shown).toMatchObject({
    status: 201,
    body: { data: { name: '小禾', phone: '13812345678', address: '' } },
  })
  const [told, ...more] = await revealed(placed.id)
  expect(more).toEqual([])
  expect(told?.message).toMatchObject({ orderNo: placed.orderNo, merchantId, reason: '商品缺货，联系顾客' })
  expect(JSON.stringify(told)).not.toContain('13812345678')
})

test('FM03 no reason, no right, another shop, no phone at all: nothing is shown and nothing is told', async () => {
  const placed = await aPaidOrder()
  const path = `/merchant/orders/${placed.id}/pii-reveals`
  const reason = '商品缺货，联系顾客'
  const owner = await staff(['user:pii:reveal'])
  expect((await owner.post(path, { reason: '' })).status).toBe(400)
  expect((await (await staff(['order:read'])).post(path, { reason })).status).toBe(403)
  const rival = await staff(['user:pii:reveal'], { merchantId: randomUUID() })
  expect((await rival.post(path, { reason })).status).toBe(404)
  expect(await owner.post(path, { reason })).toMatchObject({ status: 404, body: { code: 1326 } })
  expect(await revealed(placed.id)).toEqual([])
})

type Desk = { items: { id: string; remark: string; acceptedAt: string | null }[] }

test('O12 the desk finds an order by the end of its number; what is not paid is shown on demand alone', async () => {
  const owner = await staff(['order:read'])
  const find = async (query: string) =>
    (await owner.get<Desk>(`/merchant/orders?${query}`)).body.data.items.map(({ id }) => id)
  const unpaid = await aPendingOrder(order, await order.as.user())
  const placed = await aPaidOrder()
  expect(await find(`orderNo=${placed.orderNo.slice(-6)}`)).toContain(placed.id)
  expect(await find(`orderNo=${unpaid.orderNo}`)).toEqual([])
  expect(await find(`orderNo=${unpaid.orderNo}&status=PENDING_PAYMENT`)).toEqual([unpaid.id])
  expect((await owner.get('/merchant/orders?orderNo=%25')).status).toBe(400)
})

test('O12 several orders are taken on at once; one that cannot be holds up no other', async () => {
  const [first, second] = [await aPaidOrder(), await aPaidOrder()]
  const unpaid = await aPendingOrder(order, await order.as.user())
  const clerk = await staff(['order:prepare', 'order:read'])
  const orderIds = [first.id, unpaid.id, randomUUID(), second.id]
  type Answer = { acceptedIds: string[]; refused: { orderId: string; code: number }[] }
  const accept = () => clerk.post<Answer>('/merchant/orders/acceptances', { orderIds })
  const { status, body } = await accept()
  expect(status).toBe(201)
  expect(body.data.acceptedIds).toEqual([first.id, second.id])
  expect(body.data.refused.map(({ code }) => code)).toEqual([1324, 1301])
  expect((await accept()).body.data.refused).toHaveLength(4)
  const rival = await staff(['order:prepare'], { merchantId: randomUUID() })
  const third = await aPaidOrder()
  const foreign = await rival.post<Answer>('/merchant/orders/acceptances', { orderIds: [third.id] })
  expect(foreign.body.data).toMatchObject({ acceptedIds: [], refused: [{ code: 1301 }] })
})

test('what the shop notes for itself the customer does not read', async () => {
  const placed = await aPaidOrder()
  const clerk = await staff(['order:prepare', 'order:read'])
  await clerk.put(`/merchant/orders/${placed.id}/remarks`, { remark: '老客户，多给两个' })
  const read = async (client: { get: (path: string) => Promise<unknown> }, path: string) =>
    JSON.stringify(await client.get(path))
  expect(await read(clerk, `/merchant/orders/${placed.id}`)).toContain('老客户')
  expect(await read(await order.as.user(placed.userId), `/orders/${placed.id}`)).not.toContain('老客户')
})

/** Unpaid, of two lines and 29.70 yuan. */
async function anExpensiveOrder() {
  const userId = randomUUID()
  const items = [
    { skuId: aSku({ priceFen: 990 }).skuId, qty: 2 },
    { skuId: aSku({ priceFen: 990 }).skuId, qty: 1 },
  ]
  return { ...(await aPendingOrder(order, await order.as.user(userId), items)), userId }
}

const reprice = async (id: string, payableFen: number, permissions = ['order:price']) =>
  (await staff(permissions)).put<OrderAnswer & { discountFen: number; merchantDiscountFen: number }>(
    `/merchant/orders/${id}/prices`,
    { payableFen, reason: '老客户优惠' },
  )

const audit = () => order.database.query('select * from order_audit')

test('O13 a shop asks less, twice, and the customer pays what is asked; every line has its share', async () => {
  const placed = await anExpensiveOrder()
  expect((await reprice(placed.id, 2500)).status).toBe(200)
  const { body } = await reprice(placed.id, 2000)
  expect(body.data).toMatchObject({ payableFen: 2000, discountFen: 970, merchantDiscountFen: 970 })
  expect(body.data.lines.map(({ payableFen }) => payableFen)).toEqual([1333, 667])
  const user = await order.as.user(placed.userId)
  type Timeline = { event: string }[]
  const steps = (await user.get<Timeline>(`/orders/${placed.id}/timelines`)).body.data
  expect(steps.filter(({ event }) => event === 'reprice')).toHaveLength(2)
  const told = (await order.published(OrderRepriced)).filter(({ message }) => message.orderId === placed.id)
  expect(told.map(({ message }) => [message.beforeFen, message.payableFen])).toEqual([
    [2970, 2500],
    [2500, 2000],
  ])
  await order.deliver(
    PaymentSucceeded,
    paid({ ...placed, payableFen: 2000 }, placed.userId, { paidAt: new Date() }),
  )
  const [bill] = (await order.published(OrderPaid)).filter(({ message }) => message.orderId === placed.id)
  expect(bill?.message).toMatchObject({ paidFen: 2000 })
  expect(bill?.message.lines.map(({ payableFen }) => payableFen)).toEqual([1333, 667])
  expect(await audit()).toEqual([])
})

test('O13 who pays the old price in a cashier that was open has paid: the order is what it was', async () => {
  const placed = await anExpensiveOrder()
  await reprice(placed.id, 2000)
  await order.deliver(PaymentSucceeded, paid(placed, placed.userId, { paidAt: new Date() }))
  const owner = await staff(['order:read'])
  const { body } = await owner.get<OrderAnswer & { paidFen: number }>(`/merchant/orders/${placed.id}`)
  expect(body.data).toMatchObject({ status: 'PREPARING', payableFen: 2970, paidFen: 2970 })
  expect(body.data.lines.map(({ payableFen }) => payableFen)).toEqual([1980, 990])
  expect(await audit()).toEqual([])
})

test('O13 dearer, for nothing, after payment, by another shop or without the right: refused, and nothing moves', async () => {
  const placed = await anExpensiveOrder()
  expect(await reprice(placed.id, 2971)).toMatchObject({ status: 422, body: { code: 1328 } })
  expect((await reprice(placed.id, 0)).status).toBe(400)
  expect((await reprice(placed.id, 2000, ['order:read'])).status).toBe(403)
  const rival = await staff(['order:price'], { merchantId: randomUUID() })
  const asked = { payableFen: 2000, reason: '老客户优惠' }
  expect((await rival.put(`/merchant/orders/${placed.id}/prices`, asked)).status).toBe(404)
  expect((await reprice(placed.id, 2970)).body.data).toMatchObject({ payableFen: 2970 })
  await order.deliver(PaymentSucceeded, paid(placed, placed.userId, { paidAt: new Date() }))
  expect(await reprice(placed.id, 2000)).toMatchObject({ status: 409, body: { code: 1327 } })
  expect(
    (await order.published(OrderRepriced)).filter(({ message }) => message.orderId === placed.id),
  ).toEqual([])
})
