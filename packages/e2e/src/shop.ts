import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Addresses } from '@linli/dev'
import { dataOf, plainJson, Refused } from './caller.ts'
import { type DemoAccounts, demoAccounts } from './demo-accounts.ts'
import type { Buyer, Order, OrderStatus, Paid, Settlement, Sku, StaffMember, Started } from './views.ts'

export type Item = { readonly skuId: string; readonly qty: number }

export type Home = { readonly communityId: string; readonly pickupPointId: string }

export type Wishes = {
  /** Absent: what is selected in the cart. */
  readonly items?: readonly Item[]
  /** Absent: the best one. Null: none. */
  readonly couponId?: string | null
  readonly points?: number
  readonly slotId?: string
  /** Default: the shop's. */
  readonly home?: Home
}

type Account = { readonly login: string; readonly password: string }
type Tokens = { readonly accessToken: string; readonly refreshToken: string }

/** What a resident does, through the gateway and with a simulated wallet. Every function throws `Refused`. */
export type Shop = {
  readonly gateway: string
  readonly simulator: string
  readonly accounts: DemoAccounts
  /** Where orders go when nothing else is said: the first demo resident's community and pickup point. */
  readonly home: Home
  /** Absolute URL of a path below `/api/v1`. */
  url(path: string): string
  /** The first login of an openid registers a resident. */
  logIn(openid: string): Promise<Buyer>
  staffLogIn(account: Account): Promise<StaffMember>
  adminLogIn(account: Account): Promise<StaffMember>
  /** The first `n` SKUs on sale, each of another product and in stock. */
  firstSkus(n: number): Promise<readonly Sku[]>
  settle(buyer: Buyer, wishes: Wishes): Promise<Settlement>
  /** @param key the same key and token again is the same order. @throws also Error when the settlement has blockers */
  place(buyer: Buyer, settlement: Settlement, key?: string): Promise<Order>
  startPayment(buyer: Buyer, orderId: string, key?: string): Promise<Started>
  /** Starts the payment; the wallet checks paySign and pays; back when the first callback try has ended. */
  pay(buyer: Buyer, orderId: string): Promise<Paid>
  order(buyer: Buyer, orderId: string): Promise<Order>
  /**
   * Looks at once, or after `firstLookMs`, then ever more rarely.
   * @throws Error with the last state when the order is in none of the statuses within `timeoutMs` (10 s)
   */
  waitForStatus(
    buyer: Buyer,
    orderId: string,
    wanted: {
      readonly statuses: readonly OrderStatus[]
      readonly timeoutMs?: number
      readonly firstLookMs?: number
    },
  ): Promise<Order>
  /**
   * The goods of these orders have arrived at the pickup point, the shop's unless said, which may hear of an order after
   * its buyer.
   */
  receive(staff: StaffMember, orderIds: readonly string[], pickupPointId?: string): Promise<void>
  /** The code that the buyer shows. */
  pickupCode(buyer: Buyer, orderId: string): Promise<string>
  /** Looks at what the code opens, and hands everything over. */
  verify(staff: StaffMember, code: string): Promise<{ readonly orderId: string; readonly complete: boolean }>
}

/** Between two looks at an order: soon at first, then ever more rarely, or who waits becomes the load. */
const SHORTEST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_600
const longer = (pauseMs: number) => Math.min(pauseMs * 2, LONGEST_PAUSE_MS)

/** How long the pickup point takes, at most, to hear of an order; until then there is no such task. */
const TASK_WITHIN_MS = 10_000
const NO_SUCH_TASK = 1520

export function openShop(addresses: Addresses): Shop {
  const { gateway, simulator } = addresses
  if (!gateway || !simulator) throw new Error('the gateway or the simulator is not running')
  const accounts = demoAccounts(addresses)
  const [{ communityId, pickupPointId }] = accounts.users
  const home = { communityId, pickupPointId }
  const url = (path: string) => `${gateway}/api/v1${path}`

  const passwordLogIn = (path: string) => async (account: Account) => {
    const { login, password } = account
    const session = await dataOf<
      Tokens & { id: string; merchantId?: string; permissions: readonly string[] }
    >('POST', url(path), { body: { login, password } })
    const { accessToken: token, refreshToken, id, merchantId, permissions } = session
    return { token, refreshToken, id, merchantId, permissions }
  }

  const startPayment = (buyer: Buyer, orderId: string, key: string = randomUUID()) =>
    dataOf<Started>('POST', url('/payments'), {
      token: buyer.token,
      headers: { 'idempotency-key': key },
      body: { orderId },
    })

  const order = (buyer: Buyer, orderId: string) =>
    dataOf<Order>('GET', url(`/orders/${orderId}`), { token: buyer.token })

  return {
    gateway,
    simulator,
    accounts,
    home,
    url,
    order,
    startPayment,
    staffLogIn: passwordLogIn('/merchant/auth/sessions'),
    adminLogIn: passwordLogIn('/admin/auth/sessions'),

    async logIn(openid) {
      const { js_code } = await plainJson<{ js_code: string }>(`${simulator}/__sim/login`, { openid })
      const session = await dataOf<Tokens & { user: { id: string } }>('POST', url('/auth/wechat-sessions'), {
        body: { code: js_code },
      })
      const { accessToken: token, refreshToken, user } = session
      return { token, refreshToken, userId: user.id, openid }
    },

    async firstSkus(n) {
      const query = new URLSearchParams({ communityId, inStock: 'true', limit: String(n) })
      const { items } = await dataOf<{ items: (Omit<Sku, 'productId'> & { id: string })[] }>(
        'GET',
        url(`/products?${query.toString()}`),
      )
      if (items.length < n) throw new Error(`only ${items.length} of ${n} products are on sale`)
      return items.map(({ id, skuId, name, priceFen }) => ({ productId: id, skuId, name, priceFen }))
    },

    settle: (buyer, { home: elsewhere = home, items, couponId, points = 0, slotId }) =>
      dataOf<Settlement>('POST', url('/settlements'), {
        token: buyer.token,
        body: {
          ...elsewhere,
          mode: 'SELF_PICKUP',
          points,
          ...(items && { items }),
          ...(couponId !== undefined && { couponId }),
          ...(slotId !== undefined && { slotId }),
        },
      }),

    async place(buyer, { quoteToken, blockers }, key = randomUUID()) {
      if (quoteToken === null) throw new Error(`the settlement is blocked: ${JSON.stringify(blockers)}`)
      return dataOf<Order>('POST', url('/orders'), {
        token: buyer.token,
        headers: { 'idempotency-key': key },
        body: { quoteToken },
      })
    },

    async pay(buyer, orderId) {
      const { cashier } = await startPayment(buyer, orderId)
      const { openid } = buyer
      return plainJson<Paid>(`${simulator}/__sim/pay`, { client: cashier, openid, wait: true })
    },

    async receive({ token }, orderIds, at = pickupPointId) {
      const end = performance.now() + TASK_WITHIN_MS
      for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = longer(pauseMs)) {
        try {
          await dataOf('POST', url('/merchant/receipts'), {
            token,
            headers: { 'idempotency-key': randomUUID() },
            body: { pickupPointId: at, orderIds },
          })
          return
        } catch (error) {
          const isEarly = error instanceof Refused && error.envelope.code === NO_SUCH_TASK
          if (!isEarly || performance.now() > end) throw error
        }
        await sleep(pauseMs)
      }
    },

    async pickupCode({ token }, orderId) {
      const { code } = await dataOf<{ code: string }>('GET', url(`/pickup-codes?orderId=${orderId}`), {
        token,
      })
      return code
    },

    async verify({ token }, code) {
      const body = { pickupPointId, method: 'CODE', value: code }
      const { items } = await dataOf<{ items: { previewToken: string }[] }>(
        'POST',
        url('/merchant/verifications/previews'),
        { token, body },
      )
      return dataOf('POST', url('/merchant/verifications'), {
        token,
        headers: { 'idempotency-key': randomUUID() },
        body: { previewToken: items[0]?.previewToken },
      })
    },

    async waitForStatus(buyer, orderId, { statuses, timeoutMs = 10_000, firstLookMs = 0 }) {
      const end = performance.now() + timeoutMs
      await sleep(firstLookMs)
      for (let pauseMs = firstLookMs || SHORTEST_PAUSE_MS; ; pauseMs = longer(pauseMs)) {
        const found = await order(buyer, orderId)
        if (statuses.includes(found.status)) return found
        if (performance.now() > end) {
          const { status, closing, closeReason } = found
          throw new Error(
            `order ${found.orderNo} is ${status} ${JSON.stringify({ closing, closeReason })}, not ${statuses.join(' or ')}, after ${timeoutMs} ms`,
          )
        }
        await sleep(pauseMs)
      }
    },
  }
}
