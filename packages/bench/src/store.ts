import { randomUUID } from 'node:crypto'
import { type Client, createClient } from './http.ts'
import type { Platform } from './platform.ts'

export type Buyer = { readonly token: string; readonly openid: string }

export type Settlement = {
  readonly quoteToken: string | null
  readonly blockers: readonly { readonly message: string }[]
}
export type Order = { readonly id: string; readonly status: string; readonly closeReason: string | null }

/** The shop as the load sees it: many buyers, goods that do not run out. */
export type Store = {
  readonly gateway: Client
  readonly simulator: Client
  readonly communityId: string
  readonly buyers: readonly Buyer[]
  settle(buyer: Buyer, index: number): Promise<string>
  place(buyer: Buyer, quoteToken: string): Promise<Order>
}

/** Above what one user may place in a minute at the rates of the bench. */
const BUYERS = 256
const SKUS = 40
const STOCK = 200_000

type Tokens = { readonly accessToken: string }
type Product = { readonly skuId: string }
type Inventory = { readonly skuId: string; readonly warehouseId: string; readonly available: number }

/** Logs buyers in and fills the shelves through the API, so that the books stay right. */
export async function openStore(platform: Platform): Promise<Store> {
  const gateway = createClient(platform.gateway)
  const simulator = createClient(platform.simulator)
  const [home] = platform.accounts.users
  if (!home) throw new Error('no demo resident: was the demo loaded?')
  const { communityId, pickupPointId } = home
  const { items } = await gateway.call<{ items: Product[] }>(
    'GET',
    `/api/v1/products?communityId=${communityId}&inStock=true&limit=${SKUS}`,
  )
  const skuIds = items.map(({ skuId }) => skuId)
  await fillShelves(platform, gateway, skuIds)
  const buyers = await logInMany(gateway, simulator)
  return {
    gateway,
    simulator,
    communityId,
    buyers,
    async settle({ token }, index) {
      const skuId = skuIds[index % skuIds.length]
      const body = {
        items: [{ skuId, qty: 1 }],
        communityId,
        mode: 'SELF_PICKUP',
        pickupPointId,
        couponId: null,
        points: 0,
      }
      const { quoteToken, blockers } = await gateway.call<Settlement>('POST', '/api/v1/settlements', {
        token,
        body,
      })
      if (!quoteToken) throw new Error(`settlement blocked: ${blockers.map(({ message }) => message).join()}`)
      return quoteToken
    },
    async place({ token }, quoteToken) {
      const headers = { 'idempotency-key': randomUUID() }
      const order = await gateway.call<Order>('POST', '/api/v1/orders', {
        token,
        headers,
        body: { quoteToken },
      })
      if (order.status !== 'PENDING_PAYMENT')
        throw new Error(`order is ${order.status} ${order.closeReason ?? ''}`)
      return order
    },
  }
}

async function fillShelves(
  { accounts }: Platform,
  gateway: Client,
  skuIds: readonly string[],
): Promise<void> {
  const { login, password } = accounts.admin
  const { accessToken: token } = await gateway.call<Tokens>('POST', '/api/v1/admin/auth/sessions', {
    body: { login, password },
  })
  const wanted = new Set(skuIds)
  for (let page = 1; ; page += 1) {
    const path = `/api/v1/admin/inventories?page=${page}&pageSize=100`
    const { items } = await gateway.call<{ items: Inventory[] }>('GET', path, { token })
    for (const { skuId, warehouseId, available } of items) {
      if (!wanted.has(skuId) || available >= STOCK / 2) continue
      const body = { warehouseId, type: 'INBOUND', qty: STOCK, reason: 'bench' }
      const headers = { 'idempotency-key': randomUUID() }
      await gateway.call('POST', `/api/v1/admin/inventories/${skuId}/adjustments`, { token, headers, body })
    }
    if (items.length < 100) return
  }
}

async function logInMany(gateway: Client, simulator: Client): Promise<Buyer[]> {
  const buyers: Buyer[] = []
  for (let start = 0; start < BUYERS; start += 16) {
    const batch = Array.from({ length: 16 }, (_, i) => `bench-${start + i}`)
    buyers.push(...(await Promise.all(batch.map((openid) => logIn(gateway, simulator, openid)))))
  }
  return buyers
}

async function logIn(gateway: Client, simulator: Client, openid: string): Promise<Buyer> {
  const { js_code } = await simulator.call<{ js_code: string }>('POST', '/__sim/login', { body: { openid } })
  const { accessToken } = await gateway.call<Tokens>('POST', '/api/v1/auth/wechat-sessions', {
    body: { code: js_code },
  })
  return { token: accessToken, openid }
}
