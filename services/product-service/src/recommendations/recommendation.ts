/** Places for products on the pages people see first (P07). */
export const SLOTS = ['home_hot', 'home_recommend', 'group'] as const
export type Slot = (typeof SLOTS)[number]

export type Recommendation = {
  readonly id: string
  readonly slot: Slot
  readonly productId: string
  /** Null: everywhere. */
  readonly communityId: string | null
  readonly position: number
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly enabled: boolean
  readonly version: number
}

/** Pinned products in their order, then others until the slot is full; none twice. */
export function fill<Item extends { readonly id: string }>(
  pinnedIds: readonly string[],
  items: readonly Item[],
  limit: number,
): Item[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const pinned = pinnedIds.flatMap((id) => byId.get(id) ?? [])
  const rest = items.filter(({ id }) => !pinnedIds.includes(id))
  return [...new Set([...pinned, ...rest])].slice(0, limit)
}
