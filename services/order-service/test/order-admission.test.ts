import { randomUUID } from 'node:crypto'
import { OrderCreated } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { aSku, type Client, place, reserveAll, settle, startOrder } from './builders.ts'

const MANY = 20
const order = await startOrder({ SAGA_TIMEOUT_MS: '120000' })

const quoteOf = async (client: Client) => (await settle(client, [{ skuId: aSku().skuId, qty: 1 }])).quoteToken

/** Nobody has answered any of them yet. @returns their ids */
async function waiting(count: number): Promise<string[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, async () => {
      const client = await order.as.user()
      return place(client, await quoteOf(client))
    }),
  )
  expect(answers.filter(({ status }) => status !== 201)).toEqual([])
  return answers.map(({ body }) => body.data.id)
}

/** As if they had been placed so long ago: past the patience, not yet given up. */
const age = (ids: readonly string[]) =>
  order.database.query(
    `update order_sagas set created_at = created_at - interval '100 seconds' where order_id = any($1::uuid[])`,
    [ids],
  )

test('who comes while many have waited for long is told to come back; what they placed before is theirs, and when it is over they are let in', async () => {
  const client = await order.as.user()
  const key = randomUUID()
  const quote = await quoteOf(client)
  const first = await place(client, quote, key)
  await age([first.body.data.id, ...(await waiting(MANY - 2))])
  // So few may wait for reasons of their own.
  const [last = ''] = await waiting(1)
  await age([last])

  const late = await order.as.user()
  const lateQuote = await quoteOf(late)
  await eventually(async () => {
    const refused = await place(late, lateQuote)
    expect(refused.body.code).toBe(1343)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('5')
  })
  expect((await place(client, quote, key)).body.data.id).toBe(first.body.data.id)

  const known = (await order.published(OrderCreated)).map(({ message }) => message.orderId)
  await Promise.all(known.map((id) => reserveAll(order, id)))
  await eventually(async () => expect((await place(late, lateQuote)).status).toBe(201))
})
