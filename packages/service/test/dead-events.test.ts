import { randomUUID } from 'node:crypto'
import { OrderCreated, OrderPaid } from '@linli/proto/order'
import { eventually, startService, useDatabase } from '@linli/testing'
import { expect, test } from 'vitest'
import { gate, tinyMigrations, tinyService } from './support/tiny-service.ts'

const migrations = tinyMigrations()
const database = await useDatabase({ service: 'order', migrations })
const service = await startService(tinyService, { database, env: { MIGRATIONS_DIR: migrations } })
const admin = await service.as.admin({ permissions: ['dead-event:read', 'dead-event:redrive'] })

type Listed = { items: { id: string; consumer: string; eventId: string; error: string; payload: string }[] }
const listed = async () => (await admin.get<Listed>('/admin/dead-events/order')).body.data.items

test('a parked event is shown, and redriven once however often it is asked for', async () => {
  gate.open = Promise.reject(new Error('the shelf is locked'))
  gate.open.catch(() => undefined)
  const orderId = randomUUID()
  const eventId = randomUUID()
  // It has failed all day already: the next failure is the last.
  await database.query(
    'insert into event_failure (consumer, event_id, attempts, last_error) values ($1, $2, 100, $3)',
    [OrderCreated.$type, eventId, 'the shelf is locked'],
  )
  await service.publish(OrderCreated, { orderId }, { id: eventId })
  const [dead] = await eventually(async () => {
    const items = await listed()
    return items.length > 0 && items
  })
  expect(dead).toMatchObject({ consumer: 'order.v1.OrderCreated', eventId })
  expect(dead?.error).toContain('the shelf is locked')
  expect(dead?.payload).toContain(orderId)

  const path = `/admin/dead-events/order/${dead?.id}/redrives`
  expect((await admin.post(path)).status).toBe(500) // still locked: it stays parked
  expect(await listed()).toHaveLength(1)

  gate.open = Promise.resolve()
  const answers = await Promise.all(Array.from({ length: 4 }, () => admin.post(path)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404])
  const paid = await service.published(OrderPaid)
  expect(paid.filter(({ message }) => message.orderId === orderId)).toHaveLength(1)
  expect(await listed()).toEqual([])
})

test('only who may, and only what there is', async () => {
  const viewer = await service.as.admin({ permissions: ['dead-event:read'] })
  expect((await viewer.post(`/admin/dead-events/order/${randomUUID()}/redrives`)).status).toBe(403)
  expect((await (await service.as.admin()).get('/admin/dead-events/order')).status).toBe(403)
  expect((await (await service.as.user()).get('/admin/dead-events/order')).status).toBe(401)
  expect(await admin.post(`/admin/dead-events/order/${randomUUID()}/redrives`)).toMatchObject({
    status: 404,
    body: { code: 1920 },
  })
})
