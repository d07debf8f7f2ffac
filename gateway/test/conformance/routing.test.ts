import { describe, expect, it } from 'vitest'
import { echoOf, expectRefusal, isRefusal } from './call.ts'
import { bearer, useGateway } from './harness.ts'
import { aToken } from './tokens.ts'

const gateway = await useGateway()
const ID = '0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'

describe('public routes', () => {
  it.each([
    ['/api/v1/products', 'product-service'],
    ['/api/v1/products?limit=20&categoryId=a%20b', 'product-service'],
    [`/api/v1/products/${ID}/skus`, 'product-service'],
    ['/api/v1/searches/hot-words', 'product-service'],
    ['/api/v1/communities', 'delivery-service'],
    ['/api/v1/points-rules/current', 'points-service'],
    ['/api/v1/after-sales/reasons', 'order-service'],
    ['/api/v1/coupon-templates', 'activity-service'],
    [`/api/v1/groups/${ID}`, 'activity-service'],
    ['/api/v1/admin/auth/captchas', 'user-service'],
  ])('passes GET %s to %s without a token', async (path, service) => {
    const answer = await gateway.call('GET', path)
    expect(isRefusal(answer), answer.text).toBe(false)
    if (gateway.echo) expect(echoOf(answer)).toMatchObject({ service, method: 'GET', url: path })
  })

  it.each([
    ['/api/v1/auth/wechat-sessions', 'user-service'],
    ['/api/v1/auth/tokens', 'user-service'],
    ['/api/v1/merchant/auth/sessions', 'user-service'],
    ['/api/v1/admin/auth/tokens', 'user-service'],
    [`/api/v1/popups/${ID}/events`, 'activity-service'],
  ])('passes POST %s to %s without a token', async (path, service) => {
    const answer = await gateway.call('POST', path, {
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    if (gateway.echo)
      expect(echoOf(answer)).toMatchObject({ service, method: 'POST', url: path, bodyBytes: 2 })
    else expect(answer.status).not.toBe(404)
  })
})

describe('what is not public', () => {
  it.each([
    ['GET', '/api/v1/orders'],
    ['POST', '/api/v1/orders'],
    ['GET', `/api/v1/orders/${ID}`],
    ['GET', '/api/v1/after-sales'],
    ['GET', `/api/v1/after-sales/${ID}`],
    ['GET', '/api/v1/groups'],
    ['POST', '/api/v1/groups'],
    ['POST', '/api/v1/coupons'],
    ['GET', '/api/v1/searches/histories'],
    ['DELETE', '/api/v1/auth/tokens/current'],
    ['GET', '/api/v1/merchant/products'],
    ['GET', '/api/v1/admin/products'],
    ['GET', '/api/v1/messages'],
  ])('asks for a token: %s %s', async (method, path) => {
    expectRefusal(await gateway.call(method, path), 401)
  })
})

describe('what is not routed', () => {
  it.each([
    ['/'],
    ['/api'],
    ['/api/v1'],
    ['/api/v2/products'],
    ['/api/v1/productsX'],
    ['/api/v1/ordersX'],
    ['/api/v1/orders-export'],
    ['/api/v1/nothing'],
    ['/API/V1/products'],
    ['/api/v1/Products'],
    ['/x/api/v1/products'],
    ['/api/v1/points-rules'],
    ['/api/v1/points-rules/currents'],
    [`/api/v1/groups/${ID}/members/extra`],
    ['/api/v1/dev/mock-payments/1/outcomes'],
    ['/api/v1/admin'],
    ['/api/v1/merchant/settlements'],
  ])('answers 404 to GET %s', async (path) => {
    expectRefusal(await gateway.call('GET', path), 404)
  })

  it.each([
    ['/metrics'],
    ['/healthz'],
    ['/readyz'],
    ['/openapi.json'],
    ['/health/live'],
    ['/status'],
    ['/documentation'],
  ])('keeps the internal path %s inside, whatever the prefix', async (path) => {
    expectRefusal(await gateway.call('GET', path), 404)
    expectRefusal(await gateway.call('GET', `/api/v1${path}`), 404)
    expectRefusal(await gateway.call('GET', `/product-service${path}`), 404)
  })

  it('does not route gRPC', async () => {
    const headers = { 'Content-Type': 'application/grpc' }
    expectRefusal(await gateway.call('POST', '/order.v1.OrderService/GetOrder', { headers }), 404)
  })

  it.each([['PATCH'], ['HEAD'], ['POST'], ['TRACE'], ['PUT']])(
    'answers 404 to an unlisted method: %s',
    async (method) => {
      const answer = await gateway.call(method, '/api/v1/products')
      if (method === 'HEAD') expect(answer.status).toBe(404)
      else expect(answer.status, answer.text).toBeGreaterThanOrEqual(400)
      if (method === 'PATCH' || method === 'POST' || method === 'PUT') expectRefusal(answer, 404)
    },
  )

  it('speaks English when asked', async () => {
    const headers = { 'Accept-Language': 'en-GB,en;q=0.9' }
    expectRefusal(await gateway.call('GET', '/api/v1/nothing', { headers }), 404, 'en')
  })
})

describe('tricks with the path', () => {
  it.each([
    ['/api/v1/products/../orders'],
    ['/api/v1/products/%2e%2e/orders'],
    ['/api/v1/products/%2E./orders'],
    ['/api/v1/products/./../orders'],
    ['/api/v1//orders'],
    ['//api/v1/orders'],
    ['/api/v1/%6frders'],
    ['/api/v1/products/x/../../orders/'],
  ])('sees /orders behind %s', async (path) => {
    expectRefusal(await gateway.call('GET', path), 401)
  })

  it.each([['/api/v1/products/../../../metrics'], ['/api/v1/products/%2e%2e/%2e%2e/%2e%2e/healthz']])(
    'does not leave /api by %s',
    async (path) => {
      expectRefusal(await gateway.call('GET', path), 404)
    },
  )

  it.each([['/../metrics'], ['/api/../../metrics'], ['/api/v1/products/%zz']])(
    'refuses %s, which is no path',
    async (path) => {
      expectRefusal(await gateway.call('GET', path), 400)
    },
  )

  it('does not let an escaped slash be a segment border', async () => {
    expectRefusal(await gateway.call('GET', '/api/v1/points-rules%2Fcurrent'), 404)
    expectRefusal(await gateway.call('GET', '/api/v1%2Fproducts'), 404)
  })

  it.runIf(gateway.echo)('hands the service the path it was matched by', async () => {
    const token = aToken(gateway.key('user'))
    const answer = await gateway.call('GET', '/api/v1/products/%2e%2e/orders?x=%2e%2e', {
      headers: bearer(token),
    })
    expect(echoOf(answer)).toMatchObject({ service: 'order-service', url: '/api/v1/orders?x=%2e%2e' })
  })
})
