import { describe, expect, it } from 'vitest'
import { echoOf, expectRefusal } from './call.ts'
import { bearer, useGateway } from './harness.ts'
import { aToken } from './tokens.ts'

const gateway = await useGateway()
const Origin = process.env.GATEWAY_ORIGIN ?? 'http://127.0.0.1:18033'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('cors', () => {
  it.each([
    ['POST', '/api/v1/orders'],
    ['GET', '/api/v1/products'],
    ['DELETE', '/api/v1/admin/coupons/1'],
    ['PUT', '/api/v1/merchant/orders/1/remarks'],
    ['POST', '/api/v1/auth/wechat-sessions'],
  ])('answers the preflight of %s %s before anyone asks for a token', async (method, path) => {
    const answer = await gateway.call('OPTIONS', path, {
      headers: {
        Origin,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
      },
    })
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('')
    expect(answer.headers['access-control-allow-origin']).toBe(Origin)
    expect(answer.headers['access-control-allow-methods']?.split(/, ?/)).toContain(method)
    const allowed = answer.headers['access-control-allow-headers']?.toLowerCase().split(/, ?/) ?? []
    expect(allowed).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'idempotency-key',
        'accept-language',
        'x-request-id',
      ]),
    )
    expect(Number(answer.headers['access-control-max-age'])).toBeGreaterThan(0)
  })

  it('does not route a preflight to nowhere', async () => {
    const headers = { Origin, 'Access-Control-Request-Method': 'GET' }
    expectRefusal(await gateway.call('OPTIONS', '/api/v1/nothing', { headers }), 404)
  })

  it('is no way around the token for an OPTIONS that is no preflight', async () => {
    expectRefusal(await gateway.call('OPTIONS', '/api/v1/orders'), 401)
  })

  it('lets a page read answers, refusals included, and the headers it needs', async () => {
    for (const path of ['/api/v1/products', '/api/v1/orders', '/api/v1/nothing']) {
      const { headers } = await gateway.call('GET', path, { headers: { Origin } })
      expect(headers['access-control-allow-origin'], path).toBe(Origin)
      expect(headers['access-control-expose-headers']?.toLowerCase()).toContain('x-request-id')
      expect(headers.vary?.toLowerCase()).toContain('origin')
    }
  })

  it.each([
    ['https://evil.example'],
    ['http://localhost.evil.example:80'],
    ['null'],
    ['http://127.0.0.1:18033.evil.example'],
  ])('does not let %s read', async (origin) => {
    const { headers } = await gateway.call('GET', '/api/v1/products', { headers: { Origin: origin } })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it('says nothing to what is no browser', async () => {
    expect(
      (await gateway.call('GET', '/api/v1/products')).headers['access-control-allow-origin'],
    ).toBeUndefined()
  })
})

describe('correlation id', () => {
  it.each([['/api/v1/products'], ['/api/v1/orders'], ['/api/v1/nothing']])(
    'is made and returned: %s',
    async (path) => {
      const [first, second] = await Promise.all([gateway.call('GET', path), gateway.call('GET', path)])
      expect(first.headers['x-request-id']).toMatch(UUID)
      expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
    },
  )

  it("keeps the client's, when it is one", async () => {
    const headers = { 'X-Request-Id': 'checkout_42-abcdef' }
    const answer = await gateway.call('GET', '/api/v1/products', { headers })
    expect(answer.headers['x-request-id']).toBe('checkout_42-abcdef')
    if (gateway.echo) expect(echoOf(answer).headers['x-request-id']).toBe('checkout_42-abcdef')
  })

  it.each([['short'], ['x'.repeat(65)], ['abcdefgh {"level":"fatal"}'], ['<script>alert(1)</script>']])(
    'replaces what is none: %s',
    async (id) => {
      const answer = await gateway.call('GET', '/api/v1/products', { headers: { 'X-Request-Id': id } })
      expect(answer.headers['x-request-id']).toMatch(UUID)
      if (gateway.echo) expect(echoOf(answer).headers['x-request-id']).toBe(answer.headers['x-request-id'])
    },
  )

  it.runIf(gateway.echo)('is the same inside and outside', async () => {
    const headers = bearer(aToken(gateway.key('user')))
    const answer = await gateway.call('GET', '/api/v1/orders', { headers })
    expect(answer.headers['x-request-id']).toMatch(UUID)
    expect(echoOf(answer).headers['x-request-id']).toBe(answer.headers['x-request-id'])
  })
})
