import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { Envelope, ok, openApiOf, Page } from '../src/index.ts'
import { anApp } from './support/app.ts'

const at = new Date('2026-11-22T08:00:00Z')
const config = { audience: 'public' as const }

const LineView = Type.Object({ sku: Type.String(), qty: Type.Integer() }, { title: 'LineView' })
const OrderView = Type.Object(
  { title: Type.String(), lines: Type.Array(LineView) },
  { title: 'OrderView', additionalProperties: false },
)
const anOrder = { title: '番茄', lines: [{ sku: 'a', qty: 2 }] }

const app = await anApp((app) => {
  app.get('/order', { config, schema: { response: { 200: Envelope(OrderView) } } }, async () =>
    ok(anOrder, at),
  )
  app.get('/orders', { config, schema: { response: { 200: Envelope(Page(OrderView)) } } }, async () =>
    ok({ items: [anOrder], nextCursor: null }, at),
  )
  app.get('/hidden', { config: { ...config, hidden: true } }, async () => ok({}, at))
  app.get(
    '/staff',
    { config: { audience: 'merchant', permission: 'thing:read' }, schema: { operationId: 'staff' } },
    async () => ok({}, at),
  )
})
const document = openApiOf(app)

test('the document says who may call, and keeps what is hidden to itself', async () => {
  expect(document.openapi).toBe('3.1.0')
  const { paths = {} } = document
  expect(Object.keys(paths)).not.toContain('/api/v1/hidden')
  expect(Object.keys(paths).every((path) => path.startsWith('/api/'))).toBe(true)
  expect(paths['/api/v1/staff']?.get).toMatchObject({
    operationId: 'staff',
    'x-audience': 'merchant',
    'x-permission': 'thing:read',
    security: [{ bearer: [] }],
  })
  expect(paths['/api/v1/order']?.get).toMatchObject({ 'x-audience': 'public' })
  expect((await app.inject('/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(document)))
})

test('a schema with a title is said once, and referred to from every answer', () => {
  const { schemas = {} } = document.components ?? {}
  expect(Object.keys(schemas)).toEqual(['ErrorEnvelope', 'LineView', 'OrderView'])
  expect(schemas.OrderView).toMatchObject({
    type: 'object',
    properties: {
      title: { type: 'string' },
      lines: { type: 'array', items: { $ref: '#/components/schemas/LineView' } },
    },
  })
  const answer = (path: string, status: string) => {
    const response = document.paths?.[path]?.get?.responses?.[status]
    return response && 'content' in response ? response.content?.['application/json']?.schema : undefined
  }
  expect(answer('/api/v1/order', '200')).toMatchObject({
    properties: { data: { $ref: '#/components/schemas/OrderView' } },
  })
  expect(answer('/api/v1/orders', '200')).toMatchObject({
    properties: { data: { properties: { items: { items: { $ref: '#/components/schemas/OrderView' } } } } },
  })
  expect(answer('/api/v1/order', '4XX')).toEqual({ $ref: '#/components/schemas/ErrorEnvelope' })
})

test('two schemas of one title are refused', async () => {
  const Other = Type.Object({ id: Type.String() }, { title: 'OrderView' })
  const confused = await anApp((app) => {
    app.get('/a', { config, schema: { response: { 200: Envelope(OrderView) } } }, async () => ok(anOrder, at))
    app.get('/b', { config, schema: { response: { 200: Envelope(Other) } } }, async () => ok({ id: 'b' }, at))
  })
  expect(() => openApiOf(confused)).toThrow('two schemas are called OrderView')
})
