import type { Shop } from './shop.ts'
import type { Buyer, StaffMember } from './views.ts'

type Fate = 'paid' | 'unpaid' | 'ready' | 'done'

/** What becomes of the orders, in turn: at the shop's own point most are handed over, elsewhere most wait. */
const FATES: Record<'home' | 'away', readonly Fate[]> = {
  home: ['done', 'ready', 'done', 'paid', 'done', 'unpaid'],
  away: ['paid', 'paid', 'unpaid', 'paid'],
}
const GOODS = 24
const LINES = 3

type Customer = { readonly buyer: Buyer; readonly home: { communityId: string; pickupPointId: string } }

/**
 * Lets the demo residents buy, so that a console has something to show: orders of every state at several points.
 * @param orders how many
 * @returns ids of the paid ones
 */
export async function liveADay(shop: Shop, orders: number): Promise<string[]> {
  const goods = await shop.firstSkus(GOODS)
  const verifier = await shop.staffLogIn(shop.accounts.verifier)
  const paid: string[] = []
  const turns = { home: 0, away: 0 }
  for (let n = 0; n < orders; n += 1) {
    const account = shop.accounts.users[n % shop.accounts.users.length]
    if (!account) throw new Error('the demo has no residents')
    const { communityId, pickupPointId } = account
    const customer = { buyer: await shop.logIn(account.openid), home: { communityId, pickupPointId } }
    const items = Array.from({ length: 1 + (n % LINES) }, (_, line) => ({
      skuId: goods[(n * 5 + line * 7) % goods.length]?.skuId ?? '',
      qty: 1 + ((n + line) % 2),
    }))
    const where = pickupPointId === shop.home.pickupPointId ? 'home' : 'away'
    const fate = FATES[where][turns[where] % FATES[where].length] ?? 'paid'
    turns[where] += 1
    const id = await live(shop, { customer, items, fate, verifier })
    if (id) paid.push(id)
  }
  return paid
}

type Life = {
  readonly customer: Customer
  readonly items: readonly { skuId: string; qty: number }[]
  readonly fate: Fate
  readonly verifier: StaffMember
}

async function live(shop: Shop, { customer, items, fate, verifier }: Life): Promise<string | undefined> {
  const { buyer, home } = customer
  const { slots } = await shop.settle(buyer, { items, home })
  const slotId = slots.find(({ selectable }) => selectable)?.slotId
  const settlement = await shop.settle(buyer, { items, home, ...(slotId !== undefined && { slotId }) })
  if (settlement.quoteToken === null) return undefined // no cold storage at that point, for instance
  const order = await shop.place(buyer, settlement)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PENDING_PAYMENT'] })
  if (fate === 'unpaid') return undefined
  await shop.pay(buyer, order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
  if (fate === 'paid') return order.id
  await shop.receive(verifier, [order.id])
  await shop.waitForStatus(buyer, order.id, { statuses: ['READY_FOR_PICKUP'] })
  if (fate === 'ready') return order.id
  await shop.verify(verifier, await shop.pickupCode(buyer, order.id))
  await shop.waitForStatus(buyer, order.id, { statuses: ['COMPLETED'] })
  return order.id
}
