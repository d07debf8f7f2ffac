import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { type CartView, toCartView } from './cart.schema.ts'
import { gatherCart, type Viewer } from './gather-cart.ts'

/** The whole cart as its owner sees it. A shop whose name cannot be had just now is no reason to hide its goods. */
export async function gatherCartView(deps: Deps, viewer: Viewer): Promise<Static<typeof CartView>> {
  const items = await gatherCart(deps, viewer)
  const shops = [...new Set(items.map(({ merchantId }) => merchantId))]
  const named = await Promise.allSettled(
    shops.map(async (id): Promise<[string, string]> => [id, await deps.names.merchant(id)]),
  )
  return toCartView(
    items,
    new Map(named.flatMap((name) => (name.status === 'fulfilled' ? [name.value] : []))),
  )
}
