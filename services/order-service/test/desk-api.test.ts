import { randomUUID } from 'node:crypto'
import { RecipientRevealed } from '@linli/proto/order'
import { PaymentSucceeded } from '@linli/proto/payment'
import { expect, test } from 'vitest'
import { aPendingOrder, merchantId, ownPhones, paid, startOrder } from './builders.ts'

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
