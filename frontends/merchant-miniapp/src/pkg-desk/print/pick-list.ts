import type { OrderItem } from '../../api'

export type PickTotal = {
  readonly skuId: string
  readonly name: string
  readonly spec: string
  readonly qty: number
}
export type PickPoint = {
  readonly name: string
  readonly totals: readonly PickTotal[]
  readonly orders: readonly OrderItem[]
}

/** What has to be taken from the shelves for these orders, each product once. */
export function totalsOf(orders: readonly OrderItem[]): readonly PickTotal[] {
  const totals = new Map<string, PickTotal>()
  for (const { skuId, productName, specText, qty } of orders.flatMap(({ lines }) => lines)) {
    const before = totals.get(skuId)?.qty ?? 0
    totals.set(skuId, { skuId, name: productName, spec: specText, qty: before + qty })
  }
  return [...totals.values()].sort((a, b) => b.qty - a.qty)
}

/** By the place where they go. @param elsewhere name for what goes to no pickup point */
export function pointsOf(orders: readonly OrderItem[], elsewhere: string): readonly PickPoint[] {
  const points = new Map<string, OrderItem[]>()
  for (const order of orders) {
    const name = order.pickupPointName ?? elsewhere
    points.set(name, [...(points.get(name) ?? []), order])
  }
  return [...points].map(([name, mine]) => ({ name, totals: totalsOf(mine), orders: mine }))
}
