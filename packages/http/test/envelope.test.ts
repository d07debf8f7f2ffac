import { CommonErrors, defineErrors, type ErrorKind } from '@linli/core'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import {
  created,
  decodeCursor,
  Envelope,
  encodeCursor,
  ok,
  Page,
  PageQuery,
  requestHash,
} from '../src/index.ts'
import { anApp } from './support/app.ts'

const at = new Date('2026-11-22T08:00:00.900Z')
const clock = { now: () => at }

const Kinds = defineErrors({
  INVALID: [1, 'invalid', '无效', 'invalid'],
  UNAUTHENTICATED: [2, 'unauthenticated', '未登录', 'unauthenticated'],
  FORBIDDEN: [3, 'forbidden', '禁止', 'forbidden'],
  NOT_FOUND: [4, 'not_found', '不存在', 'not found'],
  CONFLICT: [5, 'conflict', '冲突', 'conflict'],
  RULE: [6, 'rule', '{name}不足', 'not enough {name}'],
  LIMITED: [7, 'limited', '太快', 'limited'],
  UNAVAILABLE: [8, 'unavailable', '不可用', 'unavailable'],
  INTERNAL: [9, 'internal', '内部', 'internal'],
})
const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rule: 422,
  limited: 429,
  unavailable: 503,
  internal: 500,
}

const View = Type.Object({ id: Type.String(), qty: Type.Integer() })
const Body = Type.Object(
  {
    qty: Type.Integer({ minimum: 1, maximum: 99 }),
    note: Type.Optional(Type.String({ maxLength: 200 })),
    nested: Type.Optional(Type.Object({ a: Type.Integer() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

const app = await anApp(
  (app) => {
    const config = { audience: 'public' as const }
    app.get('/ok', { config, schema: { response: { 200: Envelope(View) } } }, async () =>
      ok({ id: 'a', qty: 1, secret: 'x' }, at),
    )
    app.post(
      '/things',
      { config, schema: { body: Body, response: { 201: Envelope(Body) } } },
      async (request, reply) => reply.code(201).send(created(request.body, at)),
    )
    const querystring = Type.Object(
      { ...PageQuery, tags: Type.Optional(Type.Array(Type.String())) },
      { additionalProperties: false },
    )
    app.get(
      '/list',
      { config, schema: { querystring, response: { 200: Envelope(Page(Type.Unknown())) } } },
      async (request) => ok({ items: [request.query], nextCursor: null }, at),
    )
    const params = Type.Object({ kind: Type.String() })
    app.get('/fail/:kind', { config, schema: { params } }, async (request) => {
      const { kind } = request.params
      const factory = Object.entries(Kinds).find(([name]) => name === kind)?.[1]
      throw factory?.({ name: '番茄', retryAfter: 3 }) ?? new Error(`secret of ${kind}: select * from users`)
    })
    app.get('/throws-text', { config }, async () => AbortSignal.abort('text').throwIfAborted())
    app.get('/pg', { config }, async () => {
      throw Object.assign(new Error('value out of range'), { code: '22003' })
    })
  },
  { clock },
)

const post = (body: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/things',
    payload: body,
    headers: { 'content-type': 'application/json', ...headers },
  })

test('an answer is an envelope and holds only what its schema names', async () => {
  const answer = await app.inject('/api/v1/ok')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({
    code: 200,
    message: 'ok',
    data: { id: 'a', qty: 1 },
    timestamp: 1_795_334_400,
  })
  const made = await post('{"qty":2}')
  expect([made.statusCode, made.json()]).toEqual([
    201,
    { code: 201, message: 'ok', data: { qty: 2 }, timestamp: 1_795_334_400 },
  ])
})

test('every kind of error has its status, its code and its text in two languages', async () => {
  for (const [name, factory] of Object.entries(Kinds)) {
    const [code, kind, zh, en] = factory.definition
    const chinese = await app.inject(`/api/v1/fail/${name}`)
    const english = await app.inject({
      url: `/api/v1/fail/${name}`,
      headers: { 'accept-language': 'en-GB,zh;q=0.5' },
    })
    expect(chinese.statusCode).toBe(STATUS[kind])
    expect(chinese.json()).toEqual({
      code,
      message: zh.replace('{name}', '番茄'),
      data: kind === 'internal' ? null : { name: '番茄', retryAfter: 3 },
      timestamp: 1_795_334_400,
    })
    expect(english.json().message).toBe(en.replace('{name}', '番茄'))
    expect(chinese.headers['retry-after']).toBe('3')
    expect(chinese.headers['www-authenticate']).toBe(kind === 'unauthenticated' ? 'Bearer' : undefined)
  }
})

test('what was not meant for people is not told to them', async () => {
  for (const url of ['/api/v1/fail/oops', '/api/v1/throws-text']) {
    const answer = await app.inject(url)
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toMatchObject({ code: 500, message: '系统开小差了，请稍后再试', data: null })
    expect(answer.body).not.toMatch(/secret|select|stack|text/)
  }
  expect((await app.inject('/api/v1/pg')).json()).toMatchObject({ code: 1001 })
})

test('Chinese unless English is asked for first', async () => {
  const message = async (language: string) =>
    (await app.inject({ url: '/api/v1/nothing', headers: { 'accept-language': language } })).json().message
  expect(await message('en')).toBe('Not found')
  for (const language of ['zh-CN', 'fr', '', 'zh,en', 'english'])
    expect(await message(language)).toBe('内容不存在')
})

test('a body that does not fit is refused with the path of what is wrong', async () => {
  const refused: [string, object][] = [
    ['{}', { path: 'body', message: "must have required property 'qty'" }],
    ['{"qty":0}', { path: 'body/qty', message: 'must be >= 1' }],
    ['{"qty":1,"price":1}', { path: 'body', unknown: 'price' }],
    ['{"qty":1,"nested":{"a":1,"b":2}}', { path: 'body/nested', unknown: 'b' }],
    ['{"qty":1,"note":5}', { path: 'body/note', message: 'must be string' }],
  ]
  for (const [body, field] of refused) {
    const answer = await post(body)
    expect([body, answer.statusCode]).toEqual([body, 400])
    expect(answer.json()).toMatchObject({ code: 1001, data: { fields: [field] } })
  }
})

test('T6 nothing in a body is converted: text, null, true and fractions are no quantities', async () => {
  for (const qty of ['"1"', 'null', 'true', '1.5', '1e309', '[1]', '-0', '9007199254740993', '"NaN"', '{}']) {
    expect([qty, (await post(`{"qty":${qty}}`)).statusCode]).toEqual([qty, 400])
  }
  for (const body of ['null', '1', '"x"', '[]', '[{"qty":1}]', 'true'])
    expect((await post(body)).statusCode).toBe(400)
})

test('a query is text and is converted; one value is also a list', async () => {
  const items = async (query: string) => (await app.inject(`/api/v1/list${query}`)).json().data?.items
  expect(await items('?limit=5&tags=a')).toEqual([{ limit: 5, tags: ['a'] }])
  expect(await items('?tags=a&tags=b')).toEqual([{ limit: 20, tags: ['a', 'b'] }])
  for (const query of [
    '?limit=0',
    '?limit=101',
    '?limit=x',
    '?limit=1e9',
    '?limit=-1',
    '?limit=1&limit=2',
    '?other=1',
  ]) {
    expect([query, (await app.inject(`/api/v1/list${query}`)).statusCode]).toEqual([query, 400])
  }
})

test('T6 malformed bodies are refused in the envelope', async () => {
  const bytes = (payload: Buffer | string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/v1/things', payload, headers: { 'content-type': type } })
  const cases: [string, Promise<{ statusCode: number; json(): { code: number } }>, number, number][] = [
    ['cut off', post('{"qty":'), 400, 1001],
    ['empty', post(''), 400, 1001],
    ['NUL', post('{"qty":1,"note":"a\\u0000b"}'), 400, 1001],
    ['lone high surrogate', post('{"qty":1,"note":"\\ud83d"}'), 400, 1001],
    ['lone low surrogate', post('{"qty":1,"note":"\\udc00x"}'), 400, 1001],
    ['prototype', post('{"qty":1,"__proto__":{"a":1}}'), 400, 1001],
    ['escaped prototype', post('{"qty":1,"\\u005f_proto__":{"a":1}}'), 400, 1001],
    ['constructor', post('{"qty":1,"constructor":{"prototype":{"a":1}}}'), 400, 1001],
    ['not UTF-8', bytes(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400, 1001],
    ['deep', post(`{"qty":1,"nested":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 400, 1001],
    ['100 000 keys', post(`{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}}`), 400, 1001],
    ['too large', post(`{"qty":1,"note":"${'x'.repeat(300_000)}"}`), 413, 413],
    ['form', bytes('qty=1', 'application/x-www-form-urlencoded'), 415, 415],
    ['xml', bytes('<qty/>', 'text/xml'), 415, 415],
    [
      'gzip named',
      post('{"qty":1}', { 'content-encoding': 'gzip', 'content-type': 'application/gzip' }),
      415,
      415,
    ],
  ]
  for (const [name, pending, status, code] of cases) {
    const answer = await pending
    expect([name, answer.statusCode, answer.json().code]).toEqual([name, status, code])
  }
})

test('harmless text passes: pairs of surrogates, 4-byte characters, words about escapes, a repeated key', async () => {
  const note = async (json: string) => (await post(`{"qty":1,"note":${json}}`)).json().data?.note
  expect(await note('"\\ud83c\\udf45 🍅 \\u4f60好"')).toBe('🍅 🍅 你好')
  expect(await note('"write \\\\u0000 for NUL, \\\\ud800 too"')).toBe('write \\u0000 for NUL, \\ud800 too')
  const repeated = await post('{"qty":1,"qty":2}')
  expect(repeated.json().data).toEqual({ qty: 2 })
})

test('a charset and odd spelling of the content type are accepted', async () => {
  for (const type of [
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;charset=UTF-8',
  ]) {
    expect((await post('{"qty":1}', { 'content-type': type })).statusCode).toBe(201)
  }
})

test('the request id of the gateway is kept when it is one, and always answered', async () => {
  const idOf = async (given?: string) =>
    (await app.inject({ url: '/api/v1/ok', headers: given ? { 'x-request-id': given } : {} })).headers[
      'x-request-id'
    ]
  expect(await idOf('abcd-1234-efgh')).toBe('abcd-1234-efgh')
  expect(await idOf('a b\u00e9<script>')).toMatch(/^[0-9a-f-]{36}$/)
  expect(await idOf()).toMatch(/^[0-9a-f-]{36}$/)
})

test('cursors come back as they went, and others are refused', () => {
  expect(decodeCursor(encodeCursor(['2026-11-22T00:00:00Z', 5]), 2)).toEqual(['2026-11-22T00:00:00Z', 5])
  const strange = [
    '',
    'e30',
    'bm90IGpzb24',
    encodeCursor(['a']),
    Buffer.from('[null,1]').toString('base64url'),
    '💥',
  ]
  for (const cursor of strange)
    expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 1014 }))
})

test('the fingerprint of a body does not depend on the order of its keys', () => {
  expect(requestHash({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(requestHash({ b: { c: [1, 2] }, a: 1 }))
  expect(requestHash({ a: [1, 2] })).not.toBe(requestHash({ a: [2, 1] }))
  expect(requestHash({ a: '1' })).not.toBe(requestHash({ a: 1 }))
})

test('a route that does not say who may call it does not start', async () => {
  await expect(anApp((app) => void app.get('/open', async () => ({})))).rejects.toThrow(
    'does not declare its audience',
  )
})

test('an unknown path and a wrong method answer 404 in the envelope', async () => {
  for (const request of [
    { url: '/api/v1/no' },
    { url: '/api/v1/ok', method: 'DELETE' as const },
    { url: '/' },
  ]) {
    const answer = await app.inject(request)
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      expect.objectContaining({ code: 404, data: null }),
    ])
  }
  expect(CommonErrors.NOT_FOUND().kind).toBe('not_found')
})
