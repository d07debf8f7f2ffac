import type { Shop } from '../../src/shop.ts'
import type { Buyer } from '../../src/views.ts'

/** `run` over all items, at most `width` at a time; results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await run(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return results
}

/** Residents of their own for a test; the same name gives the same people. */
export function manyBuyers(shop: Shop, name: string, count: number): Promise<Buyer[]> {
  const openids = Array.from({ length: count }, (_, index) => `oE2e${name}${String(index).padStart(6, '0')}`)
  return inParallel(openids, 8, (openid) => shop.logIn(openid))
}
