import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Answer, echoOf, expectRefusal } from './call.ts'
import { bearer, useGateway } from './harness.ts'
import { aToken } from './tokens.ts'

const gateway = await useGateway()
const CALLBACK = '/api/v1/payment-notifications/wechat/transactions'
const payment = JSON.parse(
  readFileSync(new URL('../../../services/payment-service/openapi.json', import.meta.url), 'utf8'),
) as { paths: Readonly<Record<string, unknown>> }
const WRITES_PER_MINUTE = 600
const json = { 'Content-Type': 'application/json' }

describe('body size', () => {
  const token = aToken(gateway.key('user'))
  const large = 'x'.repeat(1_200_000)

  it('is limited to 1 MB', async () => {
    expectRefusal(
      await gateway.call('POST', '/api/v1/orders', { headers: { ...json, ...bearer(token) }, body: large }),
      413,
    )
  })

  it('is limited for a body of unknown length, too', async () => {
    const headers = { ...json, ...bearer(token) }
    expectRefusal(await gateway.call('POST', '/api/v1/orders', { headers, body: large, chunked: true }), 413)
  })

  it('is limited to 64 KB for callbacks', async () => {
    expectRefusal(await gateway.call('POST', CALLBACK, { headers: json, body: 'x'.repeat(80_000) }), 413)
  })

  it.runIf(gateway.echo)('leaves what is smaller alone', async () => {
    const headers = { ...json, ...bearer(token) }
    for (const chunked of [false, true]) {
      const answer = await gateway.call('POST', '/api/v1/orders', {
        headers,
        body: 'x'.repeat(900_000),
        chunked,
      })
      expect(echoOf(answer).bodyBytes).toBe(900_000)
    }
    expect(
      echoOf(await gateway.call('POST', CALLBACK, { headers: json, body: 'x'.repeat(60_000) })).bodyBytes,
    ).toBe(60_000)
  })
})

describe('payment callbacks', () => {
  it.each([['transactions'], ['refunds'], ['transfers']])('are open to the provider: %s', async (kind) => {
    const path = `/api/v1/payment-notifications/wechat/${kind}`
    const answer = await gateway.call('POST', path, { headers: json, body: '{}' })
    if (gateway.echo) expect(echoOf(answer).service).toBe('payment-service')
    else {
      expect([403, 413, 429]).not.toContain(answer.status)
      // A 404 is the service's own where it does not serve that kind yet.
      expect(answer.status === 404).toBe(!(path in payment.paths))
    }
  })

  it.each([
    ['GET', CALLBACK],
    ['POST', '/api/v1/payment-notifications/wechat'],
    ['POST', '/api/v1/payment-notifications/alipay/transactions'],
    ['POST', `${CALLBACK}/1`],
  ])('are open for nothing else: %s %s', async (method, path) => {
    expectRefusal(await gateway.call(method, path), 404)
  })
})

describe('rate limits', () => {
  /** More writes than one minute allows, in two windows at most. */
  async function exhaust(headers: Record<string, string>): Promise<Answer[]> {
    const answers: Answer[] = []
    while (answers.length < 2 * WRITES_PER_MINUTE + 100 && !answers.some(({ status }) => status === 429)) {
      const burst = Array.from({ length: 50 }, () =>
        gateway.call('PUT', '/api/v1/messages/read', { headers, body: '{}' }),
      )
      answers.push(...(await Promise.all(burst)))
    }
    return answers
  }

  it('stop a caller who writes too often, and no one else', async () => {
    const sub = randomUUID()
    const key = gateway.key('user')
    const answers = await exhaust({ ...json, ...bearer(aToken(key, { sub })) })
    const refused = answers.find(({ status }) => status === 429)
    if (!refused) throw new Error('nothing was refused')
    expectRefusal(refused, 429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(refused.headers['ratelimit-remaining']).toBe('0')

    const again = { ...json, ...bearer(aToken(key, { sub })) }
    const renewed = await gateway.call('PUT', '/api/v1/messages/read', { headers: again, body: '{}' })
    const spoofed = await gateway.call('PUT', '/api/v1/messages/read', {
      headers: { ...again, 'X-Linli-Subject': randomUUID() },
      body: '{}',
    })
    const other = { ...json, ...bearer(aToken(key)) }
    const untouched = await gateway.call('PUT', '/api/v1/messages/read', { headers: other, body: '{}' })
    // A new minute may have begun in between: then nobody is refused.
    const sameMinute = Number(refused.headers['retry-after']) > 2
    if (sameMinute) expect([renewed.status, spoofed.status]).toEqual([429, 429])
    expect(untouched.status).not.toBe(429)
  }, 60_000)

  it('tell the caller how much is left', async () => {
    const headers = { ...json, ...bearer(aToken(gateway.key('user'))) }
    const answer = await gateway.call('PUT', '/api/v1/messages/read', { headers, body: '{}' })
    expect(answer.headers['x-ratelimit-limit-minute']).toBe(String(WRITES_PER_MINUTE))
    expect(Number(answer.headers['ratelimit-remaining'])).toBeLessThan(WRITES_PER_MINUTE)
  })

  it('let a browsing crowd behind one address through', async () => {
    const burst = Array.from({ length: 300 }, () => gateway.call('GET', '/api/v1/categories'))
    const statuses = new Set((await Promise.all(burst)).map(({ status }) => status))
    expect(statuses).not.toContain(429)
  })
})
