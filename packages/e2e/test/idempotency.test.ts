import { randomUUID } from 'node:crypto'
import { usePlatform } from '@linli/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { call } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import { allowed, goodSessions, type Session, SIGNED, type Signed } from './support/callers.ts'
import { operations } from './support/definitions.ts'
import { sampleOf } from './support/sample.ts'

// product.md §1: whatever moves money, stock, points, coupons or seats takes a key. What the same key does with the
// same and with another body is in the tests of each service, and for orders and coupons in oversell and coupons.

const shop = openShop(usePlatform())
const keyed = operations().filter(({ keyed: takesKey }) => takesKey)

let sessions: Record<Signed, Session>
beforeAll(async () => {
  sessions = await goodSessions(shop)
})

test('orders, payments, coupons, stock and hand-overs take a key', () => {
  const paths = keyed.map(({ path }) => path.replace('/api/v1', ''))
  for (const path of ['/orders', '/payments', '/coupons', '/merchant/receipts', '/merchant/verifications'])
    expect(paths).toContain(path)
  expect(paths.filter((path) => path.endsWith('/adjustments'))).toHaveLength(3)
})

describe('is refused without one', () => {
  test.each(keyed.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    async (_name, { method, path, audiences, permission, body }) => {
      const audience = SIGNED.find((each) => audiences.includes(each))
      if (!audience || !body || method !== 'POST') throw new Error('a key without a caller, a body or a POST')
      const { token } = sessions[audience]
      const url = shop.gateway + path.replace(/\{\w+\}/g, () => randomUUID())
      const ask = (headers: Record<string, string>) =>
        call('POST', url, {
          token: permission ? allowed(token, permission) : token,
          body: sampleOf(body),
          headers,
        })
      expect(await ask({})).toMatchObject({ status: 400, body: { code: 1002 } })
      expect(await ask({ 'idempotency-key': 'short' })).toMatchObject({ status: 400, body: { code: 1001 } })
    },
  )
})
