import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoAccounts } from '../demo-accounts.ts'
import type { Order, Settlement, Started } from '../views.ts'
import type { Hops } from './hops.ts'

export type World = {
  readonly hops: Hops
  readonly gateway: string
  readonly simulator: string
  readonly accounts: DemoAccounts
}

export type Basket = { readonly token: string; readonly orderId: string; readonly payableFen: number }

const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 50

/** A resident: log in, browse, fill the cart, settle, place, pay. @returns the paid order */
export async function buy({ hops, gateway, simulator, accounts }: World): Promise<Basket> {
  const api = (path: string) => `${gateway}/api/v1${path}`
  const [{ openid, nickname, communityId, pickupPointId }] = accounts.users

  hops.say(`resident ${nickname} logs in`)
  const { js_code: code } = await hops.http<{ js_code: string }>('POST', `${simulator}/__sim/login`, {
    body: { openid },
    plain: true,
  })
  const { accessToken: token } = await hops.http<{ accessToken: string }>(
    'POST',
    api('/auth/wechat-sessions'),
    { body: { code } },
  )

  hops.say('browses')
  await hops.http('GET', api('/categories'))
  const list = await hops.http<{ items: { id: string; skuId: string; name: string }[] }>(
    'GET',
    api(`/products?communityId=${communityId}&inStock=true&limit=20`),
  )
  const [first, second] = list.items
  if (!first || !second) throw new Error('the catalogue is empty')
  await hops.http('GET', api(`/products/${first.id}?communityId=${communityId}`))
  await hops.http('GET', api(`/products/${first.id}/skus?communityId=${communityId}`))

  hops.say(`puts ${first.name} and ${second.name} into the cart`)
  const items = [first, second].map(({ skuId }) => ({ skuId, qty: 2 }))
  const cart = await hops.http<{ groups: { items: { id: string; skuId: string }[] }[] }>(
    'POST',
    api('/carts/me/items'),
    {
      token,
      body: { communityId, items },
    },
  )
  const chosen = cart.groups
    .flatMap((group) => group.items)
    .filter(({ skuId }) => items.some((item) => item.skuId === skuId))
  await hops.http('PUT', api('/carts/me/selections'), {
    token,
    body: { communityId, itemIds: chosen.map(({ id }) => id) },
  })

  hops.say('settles')
  const wish = { communityId, mode: 'SELF_PICKUP', pickupPointId }
  const look = await hops.http<Settlement>('POST', api('/settlements'), { token, body: wish })
  const slot = look.slots.find(({ selectable }) => selectable)
  if (!slot) throw new Error('no slot can be chosen')
  const settlement = await hops.http<Settlement>('POST', api('/settlements'), {
    token,
    body: { ...wish, slotId: slot.slotId },
  })
  if (!settlement.quoteToken) throw new Error(`blocked: ${JSON.stringify(settlement.blockers)}`)
  hops.say(
    `to pay: ${(settlement.totals.payableFen / 100).toFixed(2)} yuan${settlement.couponId ? ', with a coupon' : ''}`,
  )

  hops.say('orders')
  const order = await hops.http<Order>('POST', api('/orders'), {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { quoteToken: settlement.quoteToken, contact: { name: nickname, phone: '13800138000' } },
  })
  hops.follow(order.id)
  expectStatus(order, 'PENDING_PAYMENT')

  hops.say('pays')
  const { cashier } = await hops.http<Started>('POST', api('/payments'), {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { orderId: order.id },
  })
  await hops.http('POST', `${simulator}/__sim/pay`, { body: { client: cashier, openid }, plain: true })
  await reach({ hops, gateway, token, orderId: order.id }, 'PREPARING')
  return { token, orderId: order.id, payableFen: order.payableFen }
}

type Watching = {
  readonly hops: Hops
  readonly gateway: string
  readonly token: string
  readonly orderId: string
}

/** Looks until the order is in `status`. @throws Error with what it is instead */
export async function reach({ hops, gateway, token, orderId }: Watching, status: string): Promise<Order> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const order = await hops.http<Order>('GET', `${gateway}/api/v1/orders/${orderId}`, { token })
    if (order.status === status) return order
    if (performance.now() > end) expectStatus(order, status)
    await sleep(LOOK_EVERY_MS)
  }
}

function expectStatus({ orderNo, status, closeReason, closeDetail }: Order, wanted: string): void {
  if (status !== wanted)
    throw new Error(`order ${orderNo} is ${status} ${closeReason ?? ''} ${closeDetail ?? ''}, not ${wanted}`)
}
