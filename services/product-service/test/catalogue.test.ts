import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { reserveStock } from '../src/reservations/reserve-stock.ts'
import { anOrder, aShop, aSku, type SkuOptions } from './builders.ts'
import { startProduct } from './setup.ts'

const service = await startProduct()
const { database } = service
const shop = await aShop(database)
const anyone = service.as.anonymous()
await eventually(() => service.deps.redis.status === 'ready')

type Item = { id: string; name: string; priceFen: number; inStock: boolean }
type Page = { items: Item[]; nextCursor: string | null; reason: string | null }

/** A product on sale that people can find. */
async function aProduct(options: SkuOptions & { tag?: string; community?: typeof shop } = {}) {
  const sku = await aSku(database, options.community ?? shop, options)
  await database.query(
    `update products set search_terms = search_terms_of(name), tags = array_remove(array[$2::text], null),
       published_at = now() where id = $1`,
    [sku.productId, options.tag ?? null],
  )
  return sku
}

/** Tests write rows behind the service's back; it forgets as it does after every change of its own. */
const list = async (query: string, communityId = shop.communityId) => {
  await service.deps.catalogue.forget()
  const { status, body } = await anyone.get<Page>(`/products?communityId=${communityId}${query}`)
  expect(status).toBe(200)
  return body.data
}

test('a list takes its community, and says when nobody delivers there', async () => {
  await aProduct()
  expect((await anyone.get('/products')).status).toBe(400)
  expect((await anyone.get('/products?communityId=nowhere')).status).toBe(400)
  expect(await list('', randomUUID())).toEqual({
    items: [],
    nextCursor: null,
    reason: 'COMMUNITY_NOT_SERVED',
  })
  const other = await aShop(database)
  expect(await list('', other.communityId)).toEqual({ items: [], nextCursor: null, reason: null })
  expect((await list('')).items.length).toBeGreaterThan(0)
})

test('pages by cursor show every product once, in every sort', async () => {
  const here = await aShop(database)
  for (const priceFen of [500, 100, 900, 100, 700]) await aProduct({ priceFen, community: here })
  for (const sort of ['default', 'sales', 'price_asc', 'price_desc', 'new']) {
    const seen: Item[] = []
    let cursor = ''
    do {
      const page = await list(`&sort=${sort}&limit=2${cursor}`, here.communityId)
      seen.push(...page.items)
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5)
    expect(seen).toHaveLength(5)
    const prices = seen.map(({ priceFen }) => priceFen)
    if (sort === 'price_asc') expect(prices).toEqual([100, 100, 500, 700, 900])
    if (sort === 'price_desc') expect(prices).toEqual([900, 700, 500, 100, 100])
  }
  expect((await anyone.get(`/products?communityId=${here.communityId}&cursor=nonsense`)).body.code).toBe(1014)
})

test('filters by category, tag, price and stock', async () => {
  const here = await aShop(database)
  const cheap = await aProduct({ priceFen: 300, community: here, tag: 'hot' })
  const gone = await aProduct({ priceFen: 800, stock: 0, community: here })
  const ids = async (query: string) => (await list(query, here.communityId)).items.map(({ id }) => id)
  expect(await ids('&tag=hot')).toEqual([cheap.productId])
  expect(await ids('&minPriceFen=500')).toEqual([gone.productId])
  expect(await ids('&maxPriceFen=500')).toEqual([cheap.productId])
  expect(await ids('&inStock=true')).toEqual([cheap.productId])
  expect((await ids(`&categoryId=${here.categoryId}`)).sort()).toEqual(
    [cheap.productId, gone.productId].sort(),
  )
  expect(await ids(`&categoryId=${shop.categoryId}`)).toEqual([])
  expect((await anyone.get(`/products?communityId=${here.communityId}&unknown=1`)).status).toBe(400)
})

test('searches by pairs of characters, remembers words, suggests and counts misses', async () => {
  const here = await aShop(database)
  const carp = await aProduct({ name: '鲜活草鱼段', community: here })
  await aProduct({ name: '宁德大黄鱼', community: here })
  const me = await service.as.user()
  const search = async (q: string) => {
    const { body } = await me.get<Page>(
      `/searches?communityId=${here.communityId}&q=${encodeURIComponent(q)}`,
    )
    return body.data.items.map(({ name }) => name)
  }
  expect(await search('草鱼')).toEqual(['鲜活草鱼段'])
  expect((await search('鱼')).sort()).toEqual(['宁德大黄鱼', '鲜活草鱼段'])
  expect(await search('鲨鱼翅')).toEqual([])
  expect(await search(`%'; drop table products; --`)).toEqual([])
  expect((await list(`&keyword=${encodeURIComponent('黄鱼')}`, here.communityId)).items).toHaveLength(1)

  const history = await me.get<{ items: string[] }>('/searches/histories')
  expect(history.body.data.items).toEqual([`%'; drop table products; --`, '鲨鱼翅', '鱼', '草鱼'])
  expect((await anyone.get('/searches/histories')).status).toBe(401)
  await me.delete('/searches/histories')
  expect((await me.get<{ items: string[] }>('/searches/histories')).body.data.items).toEqual([])

  const suggested = await anyone.get<{ items: string[] }>(
    `/searches/suggestions?q=${encodeURIComponent('草鱼')}`,
  )
  expect(suggested.body.data.items).toEqual(['鲜活草鱼段'])
  const admin = await service.as.admin({ permissions: ['recommendation:write', 'product:read'] })
  expect((await admin.put('/admin/hot-words', { words: ['车厘子'] })).status).toBe(200)
  const hot = await anyone.get<{ items: string[] }>('/searches/hot-words')
  expect(hot.body.data.items[0]).toBe('车厘子')
  expect(hot.body.data.items).toContain('草鱼')
  expect(hot.body.data.items).not.toContain('鲨鱼翅')
  const misses = await admin.get<{ misses: { word: string }[] }>('/admin/hot-words')
  expect(misses.body.data.misses.map(({ word }) => word)).toContain('鲨鱼翅')
  expect(carp.productId).toBeTruthy()
})

test('a detail is content; price and stock are read live beside it', async () => {
  const sku = await aProduct({ stock: 7, priceFen: 1990, limitPerDay: 5 })
  const detail = await anyone.get<{ name: string; skus: { id: string }[] }>(`/products/${sku.productId}`)
  expect(detail.status).toBe(200)
  expect(detail.body.data.skus.map(({ id }) => id)).toEqual([sku.skuId])

  const live = async () => {
    const { body } = await anyone.get<{
      items: { availableQty: number; purchasable: boolean; reason: string | null }[]
    }>(`/products/${sku.productId}/skus?communityId=${shop.communityId}`)
    return body.data.items[0]
  }
  expect(await live()).toMatchObject({ availableQty: 7, priceFen: 1990, purchasable: true, reason: null })
  const order = { ...anOrder(shop, [{ ...sku, qty: 4 }]), day: '2026-11-22' }
  await inTransaction(service.deps, (work) => reserveStock(work, order))
  expect(await live()).toMatchObject({ availableQty: 3 })
  const elsewhere = await anyone.get<{ items: { reason: string }[] }>(
    `/products/${sku.productId}/skus?communityId=${randomUUID()}`,
  )
  expect(elsewhere.body.data.items[0]?.reason).toBe('NOT_SERVED')
})

test('what was never on sale does not exist for people, what is off sale is shown as such', async () => {
  const draft = await aProduct({ status: 'DRAFT' })
  const off = await aProduct({ status: 'OFF_SALE' })
  expect((await anyone.get(`/products/${draft.productId}`)).status).toBe(404)
  expect((await anyone.get(`/products/${draft.productId}`)).body.code).toBe(1201) // and again, from the negative cache
  expect((await anyone.get<{ status: string }>(`/products/${off.productId}`)).body.data.status).toBe(
    'OFF_SALE',
  )
  const ids = (await list('&limit=100')).items.map(({ id }) => id)
  expect(ids).not.toContain(draft.productId)
  expect(ids).not.toContain(off.productId)
})

test('a stampede on a cold entry asks the database once', async () => {
  await service.deps.catalogue.forget()
  let loads = 0
  const load = async () => {
    loads += 1
    await new Promise((resolve) => setImmediate(resolve))
    return '{"code":200,"message":"ok","data":{},"timestamp":1795382672}'
  }
  const bodies = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      Promise.resolve(
        service.deps.catalogue.answer(`/stampede?${index}`, () => ({ key: 'stampede', ttlMs: 60_000, load })),
      ),
    ),
  )
  expect(loads).toBe(1)
  expect(new Set(bodies.map(String)).size).toBe(1)
  await service.deps.catalogue.answer('/stampede?again', () => ({ key: 'stampede', ttlMs: 60_000, load }))
  expect(loads).toBe(1)
})

test('what was loaded before a change is not shown after it, even if it is stored later', async () => {
  const { catalogue } = service.deps
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const text = (word: string) => `{"code":200,"message":"ok","data":"${word}","timestamp":1795382672}`
  const entry = { key: 'late', ttlMs: 60_000 }
  const slow = catalogue.answer('/late', () => ({
    ...entry,
    load: async () => {
      await held
      return text('old')
    },
  }))
  await eventually(async () => (await service.deps.redis.get('lock:late')) !== null)
  await catalogue.forget()
  release()
  expect(String(await slow)).toContain('old')
  expect(
    String(await catalogue.answer('/late', () => ({ ...entry, load: async () => text('new') }))),
  ).toContain('new')
})

test('a failing load is not cached and tells everybody who waited', async () => {
  const entry = { key: 'failing', ttlMs: 60_000 }
  const fail = () => Promise.reject(new Error('database down'))
  const asked = [1, 2, 3].map(() =>
    service.deps.catalogue.answer('/failing', () => ({ ...entry, load: fail })),
  )
  for (const answer of asked) await expect(answer).rejects.toThrow('database down')
  const text = '{"code":200,"message":"ok","data":1,"timestamp":1795382672}'
  expect(
    String(await service.deps.catalogue.answer('/failing', () => ({ ...entry, load: async () => text }))),
  ).toContain('"data":1')
})

test('recommendations: pinned first, then best sellers, nothing off sale or out of stock', async () => {
  const here = await aShop(database)
  const [plain, pinned, gone] = [
    await aProduct({ community: here }),
    await aProduct({ community: here }),
    await aProduct({ community: here, stock: 0 }),
  ]
  const admin = await service.as.admin({ permissions: ['recommendation:write', 'product:read'] })
  for (const [position, { productId }] of [gone, pinned].entries()) {
    const body = { slot: 'home_hot', productId, position: position + 1 }
    expect((await admin.post('/admin/recommendation-slots', body)).status).toBe(201)
    expect((await admin.post('/admin/recommendation-slots', body)).body.code).toBe(1241)
  }
  const shown = await anyone.get<{ items: Item[] }>(
    `/recommendations?slot=home_hot&communityId=${here.communityId}`,
  )
  expect(shown.body.data.items.map(({ id }) => id)).toEqual([pinned.productId, plain.productId])
  const group = await anyone.get<{ items: Item[] }>(
    `/recommendations?slot=group&communityId=${here.communityId}`,
  )
  expect(group.body.data.items).toEqual([])
})

test('works without Redis', async () => {
  const { deps } = await startProduct({
    database,
    nats: service.nats,
    redis: { ...service.redis, url: 'redis://127.0.0.1:1' },
  })
  const text = '{"code":200,"message":"ok","data":2,"timestamp":1795382672}'
  expect(
    String(await deps.catalogue.answer('/x', () => ({ key: 'x', ttlMs: 1_000, load: async () => text }))),
  ).toContain('"data":2')
  expect(
    await deps.catalogue.answer('/y', () => ({ key: 'y', ttlMs: 1_000, load: async () => undefined })),
  ).toBeUndefined()
})
