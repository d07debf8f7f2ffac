import { describe, expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { createClient, type Tokens } from './client.ts'
import { residentOperations } from './gen/operations.ts'
import { type HttpRequest, type HttpResponse, TransportError } from './transport.ts'

const id = '019b76da-a800-7a86-821d-10f8caec80e6'
const ok = (data: unknown, status = 200): HttpResponse => ({
  status,
  headers: {},
  body: { code: status, message: 'ok', data, timestamp: 1_795_722_978 },
})
const refused = (status: number, body: object, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'x-request-id': 'req-1', ...headers },
  body: { data: null, timestamp: 1, ...body },
})

/** A server in a function: `answer` says what each request gets. */
function open(answer: (request: HttpRequest, n: number) => HttpResponse | Promise<HttpResponse>) {
  const requests: HttpRequest[] = []
  const seconds: number[] = []
  let tokens: Tokens | undefined = { accessToken: 'old', refreshToken: 'r1' }
  const client = createClient({
    operations: residentOperations,
    transport: async (request) => {
      requests.push(request)
      return answer(request, requests.length)
    },
    session: {
      tokens: () => tokens,
      keep: (next) => {
        tokens = next
      },
      refreshPath: '/api/v1/auth/tokens',
    },
    language: () => 'zh',
    onServerTime: (s) => seconds.push(s),
  })
  return { client, requests, seconds, tokens: () => tokens }
}

const isRefresh = ({ path }: HttpRequest) => path === '/api/v1/auth/tokens'
const isFresh = ({ headers }: HttpRequest) => headers.authorization === 'Bearer new'

describe('a call', () => {
  test('goes to the path of its operation and gives what the envelope holds', async () => {
    const { client, requests, seconds } = open(() => ok({ items: ['菜'] }))
    expect(await client.suggestProducts({ query: { q: '青菜 & 豆' } })).toEqual({ items: ['菜'] })
    expect(requests[0]).toMatchObject({
      method: 'GET',
      path: '/api/v1/searches/suggestions?q=%E9%9D%92%E8%8F%9C%20%26%20%E8%B1%86',
      headers: { authorization: 'Bearer old', 'accept-language': 'zh' },
    })
    expect(seconds).toEqual([1_795_722_978])
  })

  test('carries its idempotency key and its query', async () => {
    const { client, requests } = open(() => ok({ id }, 201))
    await client.createOrder({ body: { quoteToken: 'q', remark: '' }, key: 'k-1' })
    expect(requests[0]?.headers['idempotency-key']).toBe('k-1')
    await client.listOrders({ query: { tab: 'all', limit: 20 } })
    expect(requests[1]?.path).toBe('/api/v1/orders?tab=all&limit=20')
  })

  test('without a value for its path is a mistake of the caller, never a request', async () => {
    const { client, requests } = open(() => ok(null))
    await expect(client.getOrder({ path: { id: '' } })).rejects.toThrow(TypeError)
    expect(requests).toHaveLength(0)
  })
})

describe('an expired token', () => {
  test('is refreshed once for all who wait, and each call is repeated once', async () => {
    const { client, requests, tokens } = open(async (request) => {
      if (isRefresh(request)) return ok({ accessToken: 'new', refreshToken: 'r2' }, 201)
      return isFresh(request) ? ok({ total: 0 }) : refused(401, { code: 401, message: '请登录' })
    })
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.getUnreadCounts({})))
    expect(answers).toHaveLength(10)
    expect(requests.filter(isRefresh)).toHaveLength(1)
    expect(requests).toHaveLength(21)
    expect(tokens()).toEqual({ accessToken: 'new', refreshToken: 'r2' })
  })

  test('that cannot be refreshed any more ends the session', async () => {
    const { client, tokens } = open(() => refused(401, { code: 1113, message: '登录已失效' }))
    await expect(client.getMe({})).rejects.toMatchObject({ kind: 'signed_out' })
    expect(tokens()).toBeUndefined()
  })

  test('is kept when the refresh could not be answered: the session may well be alive', async () => {
    const { client, tokens } = open((request) =>
      isRefresh(request)
        ? refused(503, { code: 1902, message: '稍后' })
        : refused(401, { code: 401, message: '' }),
    )
    await expect(client.getMe({})).rejects.toMatchObject({ kind: 'down' })
    expect(tokens()).toEqual({ accessToken: 'old', refreshToken: 'r1' })
  })

  test('is not tried again when the new one is refused as well', async () => {
    const { client, requests } = open((request) =>
      isRefresh(request)
        ? ok({ accessToken: 'new', refreshToken: 'r2' }, 201)
        : refused(401, { code: 401, message: '请登录' }),
    )
    await expect(client.getMe({})).rejects.toMatchObject({ status: 401 })
    expect(requests).toHaveLength(3)
  })
})

describe('no answer', () => {
  const silence = () => Promise.reject(new TransportError('timeout'))

  test('is asked once more where it cannot do harm twice', async () => {
    const { client, requests } = open((_, n) => (n === 1 ? silence() : ok({ total: 3 })))
    expect(await client.getUnreadCounts({})).toEqual({ total: 3 })
    const keyed = open((_, n) => (n === 1 ? silence() : ok({ id }, 201)))
    await keyed.client.createOrder({ body: { quoteToken: 'q', remark: '' }, key: 'k' })
    expect(keyed.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k'])
    expect(requests).toHaveLength(2)
  })

  test('to a command without a key is told at once', async () => {
    const { client, requests } = open(silence)
    await expect(client.cancelOrder({ path: { id } })).rejects.toMatchObject({ kind: 'offline', code: 0 })
    expect(requests).toHaveLength(1)
  })
})

describe('a refusal', () => {
  test('says code, kind, trace and how long to wait', async () => {
    const busy = open(() => refused(429, { code: 1906, message: '太多' }, { 'retry-after': '7' }))
    const error: unknown = await busy.client.getMe({}).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ kind: 'busy', code: 1906, traceId: 'req-1', retryAfterS: 7 })
  })

  test('names the fields of a form', async () => {
    const fields = [{ path: 'body/phone', message: 'must match pattern' }]
    const { client } = open(() => refused(400, { code: 1001, message: '请求参数有误', data: { fields } }))
    const error: unknown = await client.updateMe({ body: { version: 1 } }).catch((e: unknown) => e)
    expect(error).toMatchObject({ kind: 'invalid', fields: { phone: 'must match pattern' } })
  })

  test('that is not ours counts as nobody being there', async () => {
    const { client } = open(() => ({ status: 200, headers: {}, body: '<html>' }))
    await expect(client.getMe({})).rejects.toMatchObject({ kind: 'down', status: 502 })
  })
})
