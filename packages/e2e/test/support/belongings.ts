import { eventually } from '@linli/testing'
import { dataOf } from '../../src/caller.ts'
import type { Shop } from '../../src/shop.ts'
import type { Buyer, StaffMember } from '../../src/views.ts'
import { stockUp } from './stock.ts'

/** Something of the first resident or of the first merchant, and where its owner looks at it. */
export type Belonging = { readonly id: string; readonly look: string }

export type Belongings = Readonly<Record<string, () => Promise<Belonging>>>

/** A product that no other test buys: it is sold out afterwards. */
const FAR = 30

type Items = { readonly items: readonly { readonly id: string }[] }

/**
 * One thing of every kind that a path can name: `/addresses/{id}` is under `addresses`, `/merchant/orders/{id}` under
 * `merchant/orders`. A route whose kind is missing here fails the test that uses this table.
 */
export function belongingsOf(shop: Shop, { buyer, staff }: { buyer: Buyer; staff: StaffMember }): Belongings {
  const get = <Data>(session: { token: string }, path: string) =>
    dataOf<Data>('GET', shop.url(path), { token: session.token })
  const firstOf = async (session: { token: string }, path: string) => {
    const [first] = (await get<Items>(session, path)).items
    if (!first) throw new Error(`nothing under ${path}`)
    return first.id
  }
  const at = (look: string) => (id: string) => ({ id, look: `${look}/${id}` })
  const community = `communityId=${shop.home.communityId}`

  const basket = once(async () => {
    const [sku] = await shop.firstSkus(1)
    if (!sku) throw new Error('nothing is on sale')
    return [{ skuId: sku.skuId, qty: 1 }]
  })
  const unpaid = once(async () =>
    shop.place(buyer, await shop.settle(buyer, { items: await basket(), couponId: null })),
  )
  const paid = once(async () => {
    const { id } = await shop.place(
      buyer,
      await shop.settle(buyer, { items: await basket(), couponId: null }),
    )
    await shop.pay(buyer, id)
    return shop.waitForStatus(buyer, id, { statuses: ['PREPARING'] })
  })
  const delivery = once(async () => {
    const { id } = await paid()
    return eventually(() => firstOf(buyer, `/deliveries?orderId=${id}`))
  })

  return {
    addresses: async () => at('/addresses')(await firstOf(buyer, '/addresses')),
    'carts/me/items': async () => {
      const { token } = buyer
      const body = { communityId: shop.home.communityId, items: await basket() }
      const cart = await dataOf<{ groups: { items: { id: string }[] }[] }>(
        'POST',
        shop.url('/carts/me/items'),
        {
          token,
          body,
        },
      )
      return { id: cart.groups[0]?.items[0]?.id ?? '', look: `/carts/me?${community}` }
    },
    orders: async () => at('/orders')((await unpaid()).id),
    payments: async () => at('/payments')((await shop.startPayment(buyer, (await unpaid()).id)).payment.id),
    coupons: async () => at('/coupons')(await firstOf(buyer, '/coupons')),
    deliveries: async () => at('/deliveries')(await delivery()),
    'pickup-codes': async () => ({
      id: await delivery(),
      look: `/pickup-codes?orderId=${(await paid()).id}`,
    }),
    'stock-subscriptions': async () => {
      const soldOut = (await shop.firstSkus(FAR)).at(-1)
      if (!soldOut) throw new Error('nothing is on sale')
      const { skuId, productId } = soldOut
      await stockUp(shop, staff, { skuId, available: 0 })
      const { token } = buyer
      const { id } = await dataOf<{ id: string }>('POST', shop.url('/stock-subscriptions'), {
        token,
        body: { skuId, communityId: shop.home.communityId },
      })
      return { id, look: `/stock-subscriptions?productId=${productId}` }
    },
    messages: async () => {
      await paid()
      return { id: await eventually(() => firstOf(buyer, '/messages')), look: '/messages' }
    },
    'merchant/orders': async () => at('/merchant/orders')((await paid()).id),
    'merchant/products': async () => at('/merchant/products')(await firstOf(staff, '/merchant/products')),
    'merchant/inventories': async () => ({
      id: (await basket())[0]?.skuId ?? '',
      look: '/merchant/inventories?pageSize=100',
    }),
    'merchant/staff': async () => ({ id: shop.accounts.clerk.id, look: '/merchant/staff' }),
    'merchant/pickup-points': async () => at('/merchant/pickup-points')(shop.home.pickupPointId),
    'merchant/coupon-templates': async () => ({
      id: await firstOf(staff, '/merchant/coupon-templates'),
      look: '/merchant/coupon-templates',
    }),
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
