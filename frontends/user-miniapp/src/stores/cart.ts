import { create } from 'zustand'
import { api, type Cart } from '../api'
import { usePlace } from './place'
import { useSession } from './session'

type CartState = {
  readonly cart: Cart | undefined
  load(): Promise<void>
  add(skuId: string, qty: number): Promise<void>
  setQty(itemId: string, qty: number): Promise<void>
  select(itemIds: readonly string[]): Promise<void>
  remove(itemIds: readonly string[]): Promise<void>
  clear(): void
}

const communityId = (): string => usePlace.getState().place?.communityId ?? ''

/** What the person sees before the server has answered. */
const withQty = (cart: Cart, itemId: string, qty: number): Cart => ({
  ...cart,
  groups: cart.groups.map((group) => ({
    ...group,
    items: group.items.map((item) => (item.id === itemId ? { ...item, qty } : item)),
  })),
})

export const itemsOf = (cart: Cart) => cart.groups.flatMap(({ items }) => items)

/** What became of a cart when it was checked for another place. */
export type CartDiff = { readonly gone: number; readonly dearer: number; readonly cheaper: number }

/** By item: what could be bought before and cannot now, and what costs something else. */
export function diffOf(before: Cart | undefined, after: Cart | undefined): CartDiff {
  const prices = new Map(after ? itemsOf(after).map(({ id, priceFen }) => [id, priceFen]) : [])
  const invalid = new Set(after?.invalidItems.map(({ id }) => id))
  const items = before ? itemsOf(before) : []
  const moved = items.map(({ id, priceFen }) => (prices.get(id) ?? priceFen) - priceFen)
  return {
    gone: items.filter(({ id }) => invalid.has(id)).length,
    dearer: moved.filter((fen) => fen > 0).length,
    cheaper: moved.filter((fen) => fen < 0).length,
  }
}

const withSelection = (cart: Cart, itemIds: readonly string[]): Cart => ({
  ...cart,
  groups: cart.groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({ ...item, selected: itemIds.includes(item.id) })),
  })),
})

/** The cart as the server knows it; changes show at once and are taken back when the server refuses. */
export const useCart = create<CartState>()((set, get) => {
  const optimistic = async (guess: (cart: Cart) => Cart, send: () => Promise<Cart>): Promise<void> => {
    const before = get().cart
    if (before) set({ cart: guess(before) })
    try {
      set({ cart: await send() })
    } catch (error) {
      set({ cart: before })
      throw error
    }
  }
  return {
    cart: undefined,
    load: async () => {
      if (!useSession.getState().tokens || communityId() === '') return set({ cart: undefined })
      set({ cart: await api.getCart({ query: { communityId: communityId() } }) })
    },
    add: async (skuId, qty) => {
      set({ cart: await api.addCartItems({ body: { communityId: communityId(), items: [{ skuId, qty }] } }) })
    },
    setQty: (id, qty) =>
      optimistic(
        (cart) => withQty(cart, id, qty),
        () => api.updateCartItem({ path: { id }, body: { communityId: communityId(), qty } }),
      ),
    select: (itemIds) =>
      optimistic(
        (cart) => withSelection(cart, itemIds),
        () => api.selectCartItems({ body: { communityId: communityId(), itemIds: [...itemIds] } }),
      ),
    remove: async (itemIds) => {
      for (const id of itemIds) await api.removeCartItem({ path: { id } })
      await get().load()
    },
    clear: () => set({ cart: undefined }),
  }
})
