import type { Deps } from '../deps.ts'
import type { CartItem } from './cart.ts'

/** Names of the shops in a cart, by id. One that cannot be had just now is no reason to hide its goods: it is left out. */
export async function gatherShops(
  { names }: Pick<Deps, 'names'>,
  items: readonly CartItem[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(items.map(({ merchantId }) => merchantId))]
  const named = await Promise.allSettled(
    ids.map(async (id): Promise<[string, string]> => [id, await names.merchant(id)]),
  )
  return new Map(named.flatMap((name) => (name.status === 'fulfilled' ? [name.value] : [])))
}
