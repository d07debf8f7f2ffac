import { randomUUID } from 'node:crypto'
import { OrderCreated, OrdersExported } from '@linli/proto/order'
import { expect, test } from 'vitest'
import { aSku, type Client, nextOrder, type OrderAnswer, reserveAll, settle, startOrder } from './builders.ts'

const order = await startOrder()
const exporter = () => order.as.admin({ permissions: ['order:export'] })
const admin = await exporter()

type Made = { id: string; orderCount: number }
type Part = { csv: string; orders: number; nextCursor: string | null }

async function anOrder(client: Client, remark: string): Promise<OrderAnswer> {
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 2 }])
  const contact = { name: '欧阳小曦', phone: '13812345678' }
  const body = { quoteToken, remark, contact }
  const placing = client.post<OrderAnswer>('/orders', body, { 'idempotency-key': randomUUID() })
  await reserveAll(order, await nextOrder(order, known))
  return (await placing).body.data
}

const exportOf = async (filter: object) => (await admin.post<Made>('/admin/exports', filter)).body.data
const partOf = async (id: string, query = '') =>
  (await admin.get<Part>(`/admin/exports/${id}${query}`)).body.data

test('the filtered orders come as a file that Excel reads, phones masked and no formula in it', async () => {
  const userId = randomUUID()
  const client = await order.as.user(userId)
  const placed = await anOrder(client, '=HYPERLINK("http://evil.example")')
  await anOrder(await order.as.user(), '别人的订单')
  const made = await exportOf({ userId, status: 'PENDING_PAYMENT' })
  expect(made.orderCount).toBe(1)
  const part = await partOf(made.id)
  expect(part).toMatchObject({ orders: 1, nextCursor: null })
  expect(part.csv.startsWith('\uFEFF订单号,下单时间,')).toBe(true)
  const lines = part.csv.trimEnd().split('\r\n')
  expect(lines).toHaveLength(2)
  for (const text of [
    placed.orderNo,
    '待付款',
    '有机番茄 500g ×2',
    '19.80',
    '138****5678',
    `"'=HYPERLINK(""http://evil.example"")"`,
  ])
    expect(lines[1]).toContain(text)
  expect(part.csv).not.toContain('13812345678')
})

test('who took which orders is told before the first is shown', async () => {
  const filter = { userId: randomUUID() }
  const made = await exportOf(filter)
  const told = (await order.published(OrdersExported)).filter(({ message }) => message.exportId === made.id)
  expect(told).toMatchObject([{ message: { orderCount: 0, filter: JSON.stringify(filter) } }])
})

test('a long list comes in parts, each order once; what is placed meanwhile is not in it', async () => {
  const userId = randomUUID()
  const first = await anOrder(await order.as.user(userId), '')
  const copies = 501
  await order.database.query(
    `with copied as (
       insert into orders select (o).* from (
         select jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(),
           'order_no', '9' || lpad(n::text, 16, '0'), 'created_at', o.created_at - n * interval '1 second')) as o
         from orders o, generate_series(1, $2::int) n where o.id = $1) made returning id, created_at)
     insert into order_lines select (l).* from (
       select jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'order_id', c.id, 'created_at', c.created_at)) as l
       from copied c, order_lines l where l.order_id = $1) made`,
    [first.id, copies],
  )
  const made = await exportOf({ userId })
  expect(made.orderCount).toBe(copies + 1)
  await anOrder(await order.as.user(userId), '后来的')
  const start = await partOf(made.id)
  expect(start.orders).toBe(500)
  const rest = await partOf(made.id, `?cursor=${start.nextCursor}`)
  expect(rest).toMatchObject({ orders: copies + 1 - 500, nextCursor: null })
  expect(rest.csv).not.toContain('订单号')
  const numbers = (start.csv + rest.csv).match(/^\uFEFF?"?\d{17}/gm) ?? []
  expect(new Set(numbers).size).toBe(copies + 1)
  expect(start.csv + rest.csv).not.toContain('后来的')
})

test('only who may export does, and nobody fetches the file of another', async () => {
  const made = await exportOf({ userId: randomUUID() })
  const other = await exporter()
  expect((await other.get(`/admin/exports/${made.id}`)).body.code).toBe(1341)
  const reader = await order.as.admin({ permissions: ['order:read'] })
  expect((await reader.post('/admin/exports', {})).status).toBe(403)
  expect((await admin.post('/admin/exports', { colour: 'red' })).status).toBe(400)
  await order.database.query(
    `update order_exports set created_at = now() - interval '2 hours' where id = $1`,
    [made.id],
  )
  expect((await admin.get(`/admin/exports/${made.id}`)).body.code).toBe(1341)
})
