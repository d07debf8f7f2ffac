/** What a person may do to a level. `delta` is signed; INBOUND only adds, LOSS only takes. */
export const ADJUSTMENTS = ['INBOUND', 'LOSS', 'CORRECTION'] as const
export type AdjustmentType = (typeof ADJUSTMENTS)[number]

export type Level = {
  readonly skuId: string
  readonly warehouseId: string
  readonly onHand: number
  readonly reserved: number
}

/** How the level moves for `qty` of a type: the sign follows from the type where it has one. */
export function deltaOf(type: AdjustmentType, qty: number): number {
  if (type === 'INBOUND') return Math.abs(qty)
  return type === 'LOSS' ? -Math.abs(qty) : qty
}
