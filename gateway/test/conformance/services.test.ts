import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { echoOf, expectRefusal } from './call.ts'
import { bearer, useGateway } from './harness.ts'
import { aToken } from './tokens.ts'

const gateway = await useGateway()
const token = aToken(gateway.key('user'))

const CLAIMS = {
  'X-User-Id': 'evil',
  'X-Merchant-Id': 'evil',
  'X-Roles': 'evil',
  'X-Consumer-Id': 'evil',
  'X-Consumer-Username': 'evil',
  'X-Consumer-Custom-Id': 'evil',
  'X-Consumer-Groups': 'evil',
  'X-Credential-Identifier': 'evil',
  'X-Authenticated-Userid': 'evil',
  'X-Authenticated-Groups': 'evil',
  'X-Anonymous-Consumer': 'evil',
  'X-Linli-Subject': 'evil',
  x_consumer_username: 'evil',
  x_user_id: 'evil',
}

describe('claims of identity', () => {
  it('change nothing for a caller without a token', async () => {
    expectRefusal(await gateway.call('GET', '/api/v1/orders', { headers: CLAIMS }), 401)
    expectRefusal(
      await gateway.call('GET', '/api/v1/admin/orders', { headers: { ...CLAIMS, ...bearer(token) } }),
      403,
    )
  })

  it.runIf(gateway.echo)('do not reach a service', async () => {
    for (const [path, headers] of [
      ['/api/v1/products', CLAIMS],
      ['/api/v1/orders', { ...CLAIMS, ...bearer(token) }],
    ] as const) {
      expect(JSON.stringify(echoOf(await gateway.call('GET', path, { headers })).headers)).not.toContain(
        'evil',
      )
    }
  })
})

describe.runIf(gateway.echo)('what a service is told', () => {
  it('is the request, and where it came from', async () => {
    const headers = {
      Host: 'api.linli.example',
      'Accept-Language': 'en',
      'Idempotency-Key': 'k-1',
      'X-Forwarded-For': '203.0.113.9',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      Authorization: `Bearer ${token}`,
    }
    const echo = echoOf(await gateway.call('GET', '/api/v1/orders?status=PAID', { headers }))
    expect(echo).toMatchObject({ service: 'order-service', url: '/api/v1/orders?status=PAID' })
    expect(echo.headers).toMatchObject({
      'accept-language': 'en',
      'idempotency-key': 'k-1',
      traceparent: headers.traceparent,
      'x-forwarded-host': expect.stringContaining('api.linli.example'),
      'x-forwarded-proto': 'http',
      authorization: headers.Authorization,
    })
    // The address the gateway saw is the last one and X-Real-IP; what the client claimed stays in front.
    expect(echo.headers['x-forwarded-for']).toMatch(/^203\.0\.113\.9, .*\d+\.\d+\.\d+\.\d+$/)
    expect(echo.headers['x-real-ip']).not.toContain('203.0.113.9')
    expect(echo.headers.host).not.toContain('api.linli.example')
  })

  it('is the whole body', async () => {
    const body = JSON.stringify({ name: '有机番茄'.repeat(1000) })
    const echo = echoOf(await gateway.call('POST', '/api/v1/orders', { headers: bearer(token), body }))
    expect(echo.bodyBytes).toBe(Buffer.byteLength(body))
  })
})

describe.runIf(gateway.echo)('answers of a service', () => {
  it.each([[201], [204], [401], [404], [409], [422], [429], [500], [503]])(
    'pass through untouched: %i',
    async (status) => {
      const answer = await gateway.call('GET', '/api/v1/products', {
        headers: { 'x-echo-status': String(status) },
      })
      expect(answer.status).toBe(status)
      if (status !== 204) expect(JSON.parse(answer.text)).toMatchObject({ service: 'product-service' })
    },
  )

  it('may be large and of unknown length', async () => {
    const bytes = 3_000_000
    const answer = await gateway.call('GET', '/api/v1/products', {
      headers: { 'x-echo-bytes': String(bytes) },
    })
    expect(answer.text.length).toBe(bytes)
  })
})

describe.runIf(gateway.echo)('a service that fails', () => {
  const arrivals = async (path: string, id: string): Promise<number> => {
    return echoOf(await gateway.call('GET', path, { headers: { ...bearer(token), 'x-echo-count': id } }))
      .arrivals
  }

  // nginx, and so Kong, asks once more when a kept connection turns out to be dead, whatever `retries` says.
  const kong = process.env.GATEWAY_URL === undefined ? 0 : 1

  it('is asked twice for a read, then it is a 502', async () => {
    const id = randomUUID()
    const headers = { ...bearer(token), 'x-echo-id': id, 'x-echo-abort': '1' }
    expectRefusal(await gateway.call('GET', '/api/v1/orders', { headers }), 502)
    const asked = await arrivals('/api/v1/orders', id)
    expect(asked).toBeGreaterThanOrEqual(2)
    expect(asked).toBeLessThanOrEqual(2 + kong)
  })

  it.each([['POST'], ['PUT'], ['DELETE']])('is asked once for a write: %s', async (method) => {
    const id = randomUUID()
    const headers = { ...bearer(token), 'x-echo-id': id, 'x-echo-abort': '1' }
    expectRefusal(await gateway.call(method, '/api/v1/orders/1', { headers, body: '{}' }), 502)
    const asked = await arrivals('/api/v1/orders', id)
    expect(asked).toBeGreaterThanOrEqual(1)
    expect(asked).toBeLessThanOrEqual(method === 'POST' ? 1 : 1 + kong)
  })

  it('is a 504 when it does not answer in time', async () => {
    const headers = { 'Content-Type': 'application/json', 'x-echo-delay-ms': '8000' }
    const path = '/api/v1/payment-notifications/wechat/transactions'
    expectRefusal(await gateway.call('POST', path, { headers, body: '{}' }), 504)
  }, 20_000)

  it('takes no other service with it when it is down', async () => {
    await gateway.stopService('points-service')
    const down = await gateway.call('GET', '/api/v1/points-goods')
    expectRefusal(down, down.status === 503 ? 503 : 502)
    expect(down.headers['x-request-id']).toBeDefined()
    expect((await gateway.call('GET', '/api/v1/products')).status).toBe(200)
  })
})
