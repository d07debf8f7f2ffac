import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction } from '@linli/events'
import { createVault } from '@linli/service'
import { afterAll, expect, test } from 'vitest'
import type { Work } from '../src/deps.ts'
import { rotateRecipients } from '../src/orders/rotate-recipients.ts'
import { aSku, nextOrder, type OrderAnswer, reserveAll, settle, startOrder } from './builders.ts'

const directory = await mkdtemp(join(tmpdir(), 'linli-data-keys-'))
afterAll(() => rm(directory, { recursive: true }))
const hex = () => randomBytes(32).toString('hex')
const [k1, k2, indexKey] = [hex(), hex(), hex()]
const oldKeys = join(directory, 'old.json')
const newKeys = join(directory, 'new.json')
await writeFile(oldKeys, JSON.stringify({ current: 'k1', keys: { k1 }, indexKey }))
await writeFile(newKeys, JSON.stringify({ current: 'k2', keys: { k1, k2 }, indexKey }))

const order = await startOrder({ DATA_KEYS_FILE: oldKeys })

test('recipients move to a new data key, readable all the time, and the order does not change', async () => {
  const client = await order.as.user()
  const contact = { name: '欧阳小曦', phone: '13812345678' }
  const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 1 }])
  const placing = client.post<OrderAnswer>(
    '/orders',
    { quoteToken, remark: '', contact },
    { 'idempotency-key': randomUUID() },
  )
  const id = await nextOrder(order)
  await reserveAll(order, id)
  await placing
  const read = async () => {
    const [row] = await order.database.query<{ recipient_sealed: string; version: number }>(
      'select recipient_sealed, version from orders where id = $1',
      [id],
    )
    return row ?? expect.fail('the order is gone')
  }
  const before = await read()
  expect(before.recipient_sealed).toMatch(/^k1\./)

  const vault = createVault(newKeys)
  expect(vault.oldKeyIds).toEqual(['k1'])
  const rotate = () => inTransaction(order.deps, (work: Work) => rotateRecipients(work, { vault, limit: 10 }))
  expect(await rotate()).toBe(1)
  expect(await rotate()).toBe(0)

  const after = await read()
  expect(after.recipient_sealed).toMatch(/^k2\./)
  expect(JSON.parse(vault.open(after.recipient_sealed))).toMatchObject(contact)
  expect(after.version).toBe(before.version)
})
