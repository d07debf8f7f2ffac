import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@linli/core'
import { connect } from '@linli/grpc'
import { OrderCreated, OrderPaid } from '@linli/proto/order'
import {
  ProductPriceChanged,
  ProductPublished,
  ProductQueryDefinition,
  ProductUnpublished,
  ProductUpdated,
  StockReservationFailed,
} from '@linli/proto/product'
import { generateKeys, KEY_FILES, startSimulator } from '@linli/simulator'
import { eventually } from '@linli/testing'
import { afterAll, expect, test } from 'vitest'
import { followSchedules } from '../src/products/product.jobs.ts'
import { anOrder, aShop, aSku, levelOf } from './builders.ts'
import { startProduct } from './setup.ts'

const keysDir = mkdtempSync(join(tmpdir(), 'linli-product-keys-'))
await generateKeys(keysDir)
const simulator = await startSimulator({ keysDir })
const service = await startProduct({
  storageUrl: simulator.url,
  env: { OSS_FILE: join(keysDir, KEY_FILES.oss) },
})
afterAll(async () => {
  await service.stop()
  await simulator.close()
  rmSync(keysDir, { recursive: true })
})
const { database, deps } = service
const shop = await aShop(database)
const ALL = ['product:read', 'product:write', 'product:status', 'stock:read', 'stock:adjust', 'upload:write']
const clerk = await service.as.staff({ merchantId: shop.merchantId, permissions: ALL })
const stranger = await service.as.staff({ merchantId: randomUUID(), permissions: ALL })
const admin = await service.as.admin({
  permissions: [...ALL, 'product:audit', 'category:write', 'warehouse:write', 'recommendation:write'],
})
const anyone = service.as.anonymous()
const products = connect(ProductQueryDefinition, service.grpcAddress, { peer: 'product', deadlineMs: 5_000 })
afterAll(() => products.close())

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

type UploadForm = { key: string; url: string; fields: Record<string, string> }

/** Posts `content` with a signed form, as the mini-program's `wx.uploadFile` does. */
async function upload(content: Buffer, announced = { contentType: 'image/png', sizeBytes: content.length }) {
  const { body } = await clerk.post<UploadForm>('/merchant/uploads', announced)
  const form = new FormData()
  for (const [name, value] of Object.entries(body.data.fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(content)], { type: announced.contentType }), 'a.png')
  const answer = await fetch(body.data.url, { method: 'POST', body: form })
  return { key: body.data.key, status: answer.status }
}

const aBody = (images: string[], some: object = {}) => ({
  categoryId: shop.categoryId,
  name: '红颜草莓',
  subtitle: '当日采摘',
  storageType: 'CHILLED',
  shelfLifeHours: 48,
  unit: '盒',
  deliveryModes: ['SELF_PICKUP', 'HOME'],
  images,
  detailHtml: '<p onclick="steal()">香甜<script>alert(1)</script><a href="javascript:x">好</a></p>',
  skus: [
    { code: randomUUID().slice(0, 20), specs: [{ name: '规格', value: '500g' }], priceFen: 2290 },
    { code: randomUUID().slice(0, 20), specs: [{ name: '规格', value: '1kg' }], priceFen: 4290 },
  ],
  ...some,
})

type Own = {
  id: string
  status: string
  version: number
  detailHtml: string
  skus: { id: string; specText: string; priceFen: number }[]
  allSkus: { id: string; code: string; specText: string; enabled: boolean }[]
}

const eventsOf = async <T extends { productId: string }>(
  type: Parameters<typeof service.published<T>>[0],
  id: string,
) => (await service.published(type)).map(({ message }) => message).filter(({ productId }) => productId === id)

async function aDraft() {
  const { key } = await upload(PNG)
  const { status, body } = await clerk.post<Own>('/merchant/products', aBody([key]))
  expect(status).toBe(201)
  return { ...body.data, key }
}

async function onSale() {
  const draft = await aDraft()
  expect((await clerk.put(`/merchant/products/${draft.id}/status`, { action: 'SUBMIT' })).status).toBe(200)
  const audit = { productIds: [draft.id], decision: 'APPROVE' }
  expect((await admin.post('/admin/products/audits', audit)).status).toBe(200)
  return draft
}

test('a merchant writes a product, the platform approves it, people see it', async () => {
  const draft = await aDraft()
  expect(draft.status).toBe('DRAFT')
  expect(draft.detailHtml).toBe('<p>香甜好</p>')
  expect((await clerk.put(`/merchant/products/${draft.id}/status`, { action: 'PUT_ON' })).body.code).toBe(
    1004,
  )
  await clerk.put(`/merchant/products/${draft.id}/status`, { action: 'SUBMIT' })
  const rejected = { productIds: [draft.id], decision: 'REJECT', reason: '图片不清' }
  expect((await admin.post('/admin/products/audits', rejected)).status).toBe(200)
  await clerk.put(`/merchant/products/${draft.id}/status`, { action: 'SUBMIT' })
  await admin.post('/admin/products/audits', { productIds: [draft.id], decision: 'APPROVE' })

  for (const sku of draft.skus) {
    const inbound = { warehouseId: shop.warehouseId, type: 'INBOUND', qty: 30, reason: '到货' }
    const key = { 'idempotency-key': randomUUID() }
    const answer = await clerk.post(`/merchant/inventories/${sku.id}/adjustments`, inbound, key)
    expect(answer.body.data).toMatchObject({ onHand: 30, reserved: 0, available: 30 })
    const again = await clerk.post(`/merchant/inventories/${sku.id}/adjustments`, inbound, key)
    expect(again.body.data).toMatchObject({ onHand: 30 })
    const other = await clerk.post(
      `/merchant/inventories/${sku.id}/adjustments`,
      { ...inbound, qty: 31 },
      key,
    )
    expect(other.body.code).toBe(1003)
  }
  await deps.catalogue.forget()
  const page = await anyone.get<{ items: { id: string; priceFen: number; skuCount: number }[] }>(
    `/products?communityId=${shop.communityId}&keyword=${encodeURIComponent('草莓')}`,
  )
  expect(page.body.data.items.find(({ id }) => id === draft.id)).toMatchObject({
    priceFen: 2290,
    skuCount: 2,
  })
  expect(await eventsOf(ProductPublished, draft.id)).toMatchObject([
    {
      merchantId: shop.merchantId,
      name: '红颜草莓',
      skuIds: draft.skus.map(({ id }) => id),
      categoryIds: [shop.categoryId],
    },
  ])
  const steps = await database.query(
    'select event, to_status from product_history where product_id = $1 order by id',
    [draft.id],
  )
  expect(steps.map(({ event }) => event)).toEqual(['create', 'submit', 'reject', 'submit', 'approve'])
})

test('an edit keeps the ids of specifications, books and tells prices, and refuses a stale version', async () => {
  const draft = await onSale()
  const [half, kilo] = draft.allSkus
  const skus = [
    { code: half?.code, specs: [{ name: '规格', value: '500g' }], priceFen: 1990 },
    { code: randomUUID().slice(0, 20), specs: [{ name: '规格', value: '2kg' }], priceFen: 7990 },
  ]
  const current = (await clerk.get<Own>(`/merchant/products/${draft.id}`)).body.data
  const edited = await clerk.put<Own>(
    `/merchant/products/${draft.id}`,
    aBody([draft.key], { skus, version: current.version }),
  )
  expect(edited.status).toBe(200)
  const all = edited.body.data.allSkus
  expect(all.find(({ specText }) => specText === '500g')?.id).toBe(half?.id)
  expect(all.find(({ specText }) => specText === '1kg')).toMatchObject({ id: kilo?.id, enabled: false })
  expect(await eventsOf(ProductPriceChanged, draft.id)).toMatchObject([
    { skuId: half?.id, oldPriceFen: 2290, newPriceFen: 1990, specText: '500g' },
  ])
  expect(await eventsOf(ProductUpdated, draft.id)).toHaveLength(1)
  const booked = await database.query(
    'select old_fen, new_fen, actor_type from price_changes where sku_id = $1',
    [half?.id],
  )
  expect(booked).toEqual([{ old_fen: 2290, new_fen: 1990, actor_type: 'STAFF' }])
  const stale = await clerk.put(
    `/merchant/products/${draft.id}`,
    aBody([draft.key], { version: current.version }),
  )
  expect(stale.body.code).toBe(1005)
  const shown = await anyone.get<{ skus: { priceFen: number }[] }>(`/products/${draft.id}`)
  expect(shown.body.data.skus.map(({ priceFen }) => priceFen)).toEqual([1990, 7990])
  const twins = aBody([draft.key], { skus: [skus[0], skus[0]], version: edited.body.data.version })
  expect((await clerk.put(`/merchant/products/${draft.id}`, twins)).body.code).toBe(1210)
})

test('taking a product off sale keeps what is reserved and refuses new orders', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  await service.deliver(OrderCreated, order)
  expect((await clerk.put(`/merchant/products/${sku.productId}/status`, { action: 'RECYCLE' })).status).toBe(
    409,
  )
  expect((await clerk.put(`/merchant/products/${sku.productId}/status`, { action: 'TAKE_OFF' })).status).toBe(
    200,
  )
  expect(await eventsOf(ProductUnpublished, sku.productId)).toMatchObject([{ reason: 'MERCHANT' }])
  const late = anOrder(shop, [{ ...sku, qty: 1 }])
  await service.deliver(OrderCreated, late)
  const refused = (await service.published(StockReservationFailed)).filter(
    ({ message }) => message.orderId === late.orderId,
  )
  expect(refused[0]?.message).toMatchObject({
    reason: 'OFF_SALE',
    shortages: [{ skuId: sku.skuId, available: 0 }],
  })
  expect((await clerk.delete(`/merchant/products/${sku.productId}`)).body.code).toBe(1213)
  await service.deliver(OrderPaid, order)
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 8, reserved: 0 })
})

test('a schedule puts a product on sale and takes it off', async () => {
  const sku = await aSku(database, shop, { status: 'OFF_SALE' })
  const hour = (hours: number) => new Date(systemClock.now().getTime() + hours * 3_600_000)
  const schedule = { action: 'SCHEDULE', onSaleAt: hour(1).toISOString(), offSaleAt: hour(2).toISOString() }
  const path = `/merchant/products/${sku.productId}/status`
  expect((await clerk.put(path, { ...schedule, offSaleAt: hour(0.5).toISOString() })).body.code).toBe(1214)
  expect((await clerk.put(path, schedule)).status).toBe(200)
  const at = (hours: number) => ({ ...deps, clock: { now: () => hour(hours) } })
  const status = async () => (await clerk.get<Own>(`/merchant/products/${sku.productId}`)).body.data.status
  await followSchedules.run(at(0.9))
  expect(await status()).toBe('OFF_SALE')
  await followSchedules.run(at(1.1))
  expect(await status()).toBe('ON_SALE')
  await followSchedules.run(at(2.1))
  expect(await status()).toBe('OFF_SALE')
  expect(await eventsOf(ProductUnpublished, sku.productId)).toMatchObject([{ reason: 'SCHEDULE' }])
})

test('files: only what was announced, by its owner, and is what it claims to be', async () => {
  const good = await upload(PNG)
  expect(good.status).toBe(200)
  const tooBig = await upload(Buffer.concat([PNG, PNG]), { contentType: 'image/png', sizeBytes: 16 })
  expect(tooBig.status).toBe(400)
  const lying = await upload(Buffer.from('<html><script>alert(1)</script>'))
  expect(lying.status).toBe(200)
  expect((await clerk.post('/merchant/products', aBody([lying.key]))).body.code).toBe(1231)
  expect((await clerk.post('/merchant/products', aBody([tooBig.key]))).body.code).toBe(1230)
  expect((await clerk.post('/merchant/products', aBody(['products/made/up.png']))).body.code).toBe(1230)
  expect((await stranger.post('/merchant/products', aBody([good.key]))).body.code).toBe(1230)
  const svg = { contentType: 'image/svg+xml', sizeBytes: 10 }
  expect((await clerk.post('/merchant/uploads', svg)).status).toBe(400)
  expect(
    (await clerk.post('/merchant/uploads', { contentType: 'image/png', sizeBytes: 6_000_000 })).body.code,
  ).toBe(1232)
})

test('staff of one merchant see and change nothing of another', async () => {
  const draft = await aDraft()
  const path = `/merchant/products/${draft.id}`
  const body = aBody([draft.key], { version: 1 })
  for (const answer of [
    await stranger.get(path),
    await stranger.put(`${path}/status`, { action: 'SUBMIT' }),
    await stranger.delete(path),
  ]) {
    expect(answer.status).toBe(404)
  }
  expect((await stranger.put(path, { ...body, images: [] })).status).toBe(404)
  const adjust = { warehouseId: shop.warehouseId, type: 'INBOUND', qty: 1, reason: 'x' }
  const sku = draft.skus[0]?.id ?? ''
  const key = () => ({ 'idempotency-key': randomUUID() })
  expect((await stranger.post(`/merchant/inventories/${sku}/adjustments`, adjust, key())).status).toBe(404)
  expect((await stranger.get<{ total: number }>('/merchant/products')).body.data.total).toBe(0)
  expect((await stranger.get<{ total: number }>('/merchant/inventories')).body.data.total).toBe(0)
  expect((await stranger.get<{ items: object[] }>('/merchant/stock-movements')).body.data.items).toEqual([])
})

test('every desk asks for its permission, and for its audience', async () => {
  const powerless = await service.as.staff({ merchantId: shop.merchantId })
  const user = await service.as.user()
  const plainAdmin = await service.as.admin()
  const id = randomUUID()
  const desks: [string, string][] = [
    ['get', '/merchant/products'],
    ['post', '/merchant/products'],
    ['put', `/merchant/products/${id}`],
    ['put', `/merchant/products/${id}/status`],
    ['delete', `/merchant/products/${id}`],
    ['get', '/merchant/inventories'],
    ['post', `/merchant/inventories/${id}/adjustments`],
    ['post', '/merchant/uploads'],
    ['get', '/merchant/stock-movements'],
    ['get', '/merchant/warehouses'],
    ['get', '/admin/products'],
    ['post', '/admin/products/audits'],
    ['get', '/admin/categories'],
    ['post', '/admin/categories'],
    ['get', '/admin/warehouses'],
    ['put', `/admin/warehouses/${id}/regions`],
    ['get', '/admin/inventories'],
    ['post', `/admin/inventories/${id}/adjustments`],
    ['get', '/admin/stock-movements'],
    ['get', '/admin/stock-reservations'],
    ['get', '/admin/recommendation-slots'],
    ['put', '/admin/hot-words'],
    ['post', '/admin/uploads'],
  ]
  for (const [method, path] of desks) {
    const status = async (client: typeof anyone) => {
      const answer =
        method === 'get'
          ? await client.get(path)
          : await client[method as 'post' | 'put' | 'delete'](path, {})
      return `${path} ${answer.status}`
    }
    expect(await status(anyone)).toBe(`${path} 401`)
    expect(await status(user)).toBe(`${path} 401`)
    expect(await status(path.startsWith('/admin') ? plainAdmin : powerless)).toBe(`${path} 403`)
    expect(await status(path.startsWith('/admin') ? powerless : plainAdmin)).toBe(`${path} 401`)
  }
})

test('stock cannot be adjusted below what is reserved, nor without a key', async () => {
  const sku = await aSku(database, shop, { stock: 5 })
  await service.deliver(OrderCreated, anOrder(shop, [{ ...sku, qty: 4 }]))
  const path = `/admin/inventories/${sku.skuId}/adjustments`
  const loss = { warehouseId: shop.warehouseId, type: 'LOSS', qty: 2, reason: '破损' }
  expect((await admin.post(path, loss)).body.code).toBe(1002)
  const refused = await admin.post(path, loss, { 'idempotency-key': randomUUID() })
  expect(refused).toMatchObject({ status: 422, body: { code: 1221 } })
  const fine = await admin.post(path, { ...loss, qty: 1 }, { 'idempotency-key': randomUUID() })
  expect(fine.body.data).toMatchObject({ onHand: 4, reserved: 4, available: 0 })
  const ledger = await admin.get<{ items: { type: string; qty: number; reason: string }[] }>(
    `/admin/stock-movements?skuId=${sku.skuId}`,
  )
  expect(ledger.body.data.items.map(({ type, qty }) => [type, qty])).toEqual([
    ['LOSS', 1],
    ['RESERVE', 4],
    ['INBOUND', 5],
  ])
  const held = await admin.get<{ items: { status: string }[] }>(
    '/admin/stock-reservations?status=RESERVED&limit=1',
  )
  expect(held.body.data.items[0]?.status).toBe('RESERVED')
})

test('categories: three levels, one name among siblings, only empty ones go', async () => {
  const create = (body: object) => admin.post<{ id: string; level: number }>('/admin/categories', body)
  const name = () => randomUUID().slice(0, 12)
  const root = (await create({ name: name() })).body.data
  const second = (await create({ name: name(), parentId: root.id })).body.data
  const third = (await create({ name: '番茄', parentId: second.id })).body.data
  expect(third.level).toBe(3)
  expect((await create({ name: 'x', parentId: third.id })).body.code).toBe(1204)
  expect((await create({ name: '番茄', parentId: second.id })).body.code).toBe(1206)
  expect((await admin.delete(`/admin/categories/${second.id}`)).body.code).toBe(1205)
  const { key } = await upload(PNG)
  expect((await clerk.post('/merchant/products', aBody([key], { categoryId: second.id }))).body.code).toBe(
    1207,
  )
  const edited = await admin.put(`/admin/categories/${third.id}`, {
    name: '小番茄',
    hidden: true,
    version: 1,
  })
  expect(edited.status).toBe(200)
  const tree =
    await anyone.get<{ id: string; children: { id: string; children: object[] }[] }[]>('/categories')
  const branch = tree.body.data.find(({ id }) => id === root.id)?.children.find(({ id }) => id === second.id)
  expect(branch?.children).toEqual([])
  expect((await admin.put('/admin/categories/orders', { ids: [third.id] })).status).toBe(200)
  expect((await admin.delete(`/admin/categories/${third.id}`)).status).toBe(200)
  const { paths, missingIds } = await products.getCategoryPath({ categoryIds: [second.id, third.id] })
  expect(paths[0]?.pathIds).toEqual([root.id, second.id])
  expect(missingIds).toEqual([third.id])
})

test('warehouses: the regions decide who is served', async () => {
  const body = { code: randomUUID().slice(0, 8), name: '二仓', city: '杭州市', address: '某路 1 号' }
  const { data } = (await admin.post<{ id: string }>('/admin/warehouses', body)).body
  expect((await admin.post('/admin/warehouses', body)).body.code).toBe(1224)
  const communityId = randomUUID()
  const regions = [{ communityId, priority: 1 }]
  expect((await admin.put(`/admin/warehouses/${data.id}/regions`, { regions })).status).toBe(200)
  const list = () => anyone.get<{ reason: string | null }>(`/products?communityId=${communityId}`)
  expect((await list()).body.data.reason).toBeNull()
  const staff = await service.as.staff({ merchantId: shop.merchantId, permissions: ['stock:read'] })
  const receiving = async () => {
    const { items } = (await staff.get<{ items: { id: string }[] }>('/merchant/warehouses')).body.data
    return items.some(({ id }) => id === data.id)
  }
  expect(await receiving()).toBe(true)
  await admin.put(`/admin/warehouses/${data.id}`, { ...body, enabled: false, version: 1 })
  expect((await list()).body.data.reason).toBe('COMMUNITY_NOT_SERVED')
  expect(await receiving()).toBe(false)
})

test('gRPC: SKUs as one community and one user may buy them', async () => {
  const sku = await aSku(database, shop, { stock: 9, limitPerDay: 2, limitPerOrder: 2 })
  const userId = randomUUID()
  await service.deliver(OrderCreated, anOrder(shop, [{ ...sku, qty: 2 }], userId))
  const unknown = randomUUID()
  const asked = { skuIds: [sku.skuId, unknown, 'nonsense'], communityId: shop.communityId, userId }
  const { skus, missingIds } = await products.batchGetSkus(asked)
  expect(missingIds).toEqual([unknown, 'nonsense'])
  expect(skus).toMatchObject([
    {
      ...sku,
      merchantId: shop.merchantId,
      warehouseId: shop.warehouseId,
      priceFen: 1990,
      availableQty: 7,
      limitPerOrder: 2,
      limitPerDay: 2,
      boughtToday: 2,
      purchasable: false,
      reason: 'LIMIT_REACHED',
      status: 'ON_SALE',
      storageType: 'CHILLED',
      deliveryModes: ['SELF_PICKUP', 'HOME'],
      categoryIds: [shop.categoryId],
    },
  ])
  const anonymous = await products.batchGetSkus({ skuIds: [sku.skuId], communityId: shop.communityId })
  expect(anonymous.skus[0]).toMatchObject({ purchasable: true, boughtToday: 0 })
  const elsewhere = await products.batchGetSkus({ skuIds: [sku.skuId], communityId: randomUUID() })
  expect(elsewhere.skus[0]).toMatchObject({ purchasable: false, reason: 'NOT_SERVED' })
  const limits = await products.checkPurchaseLimits({ userId, items: [{ skuId: sku.skuId, qty: 1 }] })
  expect(limits).toMatchObject({
    allowed: false,
    violations: [{ kind: 'PER_DAY', limit: 2, alreadyBought: 2 }],
  })
  expect(await products.getProduct({ productId: sku.productId })).toMatchObject({
    name: '红颜草莓',
    minPriceFen: 1990,
  })
  const { products: found } = await products.batchGetProducts({ productIds: [sku.productId, unknown] })
  expect(found.map(({ productId, skus: own }) => [productId, own.length])).toEqual([[sku.productId, 1]])
  await expect(products.getReservation({ orderId: randomUUID() })).rejects.toMatchObject({
    kind: 'not_found',
  })
})

test('the OpenAPI document names every route once', async () => {
  const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
    paths: Record<string, object>
  }
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map((route: { operationId?: string }) => route.operationId),
  )
  expect(ids.length).toBeGreaterThan(40)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).not.toContain(undefined)
  await eventually(() => readFileSync(join(keysDir, KEY_FILES.oss), 'utf8').includes('linli-media'))
})
