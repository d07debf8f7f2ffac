import { type Delivery, type DeliveryChange, deliveryMachine, isFinal, remainingOf } from './delivery.ts'

/** What an after-sale keeps back of one line: at most what is still there to keep. */
export type Hold = {
  readonly aftersaleId: string
  readonly lineId: string
  readonly askedQty: number
  readonly qty: number
  readonly status: 'HELD' | 'CANCELLED'
}

export type Claim = Pick<Hold, 'aftersaleId' | 'lineId' | 'askedQty'>
export type HoldChange = DeliveryChange & { readonly holds: readonly Hold[] }

const clampQty = (delivery: Delivery, { lineId, askedQty }: Claim): number => {
  const line = delivery.lines.find(({ id }) => id === lineId)
  return line ? Math.min(askedQty, remainingOf(line)) : 0
}

const addQty = (
  delivery: Delivery,
  lineId: string,
  delta: { held: number; cancelled: number },
): Delivery => ({
  ...delivery,
  lines: delivery.lines.map((line) =>
    line.id === lineId
      ? { ...line, heldQty: line.heldQty + delta.held, cancelledQty: line.cancelledQty + delta.cancelled }
      : line,
  ),
})

/** An after-sale was approved: its goods must not leave the point (product.md §9.6). */
export function hold(delivery: Delivery, claims: readonly Claim[]): HoldChange {
  let next = delivery
  const holds = claims.map((claim): Hold => {
    const qty = clampQty(next, claim)
    next = addQty(next, claim.lineId, { held: qty, cancelled: 0 })
    return { ...claim, qty, status: 'HELD' }
  })
  return { next: bump(next), events: [], step: { event: 'hold', detail: { holds } }, holds }
}

/**
 * The goods of an after-sale are released: what it held is called off. When nothing is left to hand out the task
 * ends: CANCELLED, or VERIFIED when a part was picked up before.
 * @param held what the after-sale held so far, by line; a release that came first held nothing.
 */
export function callOff(
  delivery: Delivery,
  claims: readonly Claim[],
  { held, at }: { held: readonly Hold[]; at: Date },
): HoldChange {
  let next = delivery
  const holds = claims.map((claim): Hold => {
    const before = held.find(({ lineId }) => lineId === claim.lineId)?.qty ?? 0
    next = addQty(next, claim.lineId, { held: -before, cancelled: 0 })
    const qty = clampQty(next, claim)
    next = addQty(next, claim.lineId, { held: 0, cancelled: qty })
    return { ...claim, qty, status: 'CANCELLED' }
  })
  return { ...ended(bump(next), at), holds }
}

const bump = (delivery: Delivery): Delivery => ({ ...delivery, version: delivery.version + 1 })

function ended(delivery: Delivery, at: Date): DeliveryChange {
  const open = delivery.lines.some((line) => line.qty > line.pickedQty + line.cancelledQty)
  if (open || isFinal(delivery.status)) return { next: delivery, events: [], step: { event: 'callOff' } }
  const event = delivery.lines.some((line) => line.pickedQty > 0) ? 'verify' : 'cancel'
  const status = deliveryMachine.next(delivery.status, event)
  return { next: { ...delivery, status, completedAt: at }, events: [], step: { event } }
}

export type AftersaleGoods = {
  readonly aftersaleId: string
  readonly orderId: string
  readonly lines: readonly { readonly lineId: string; readonly qty: number }[]
}

export const claimsOf = ({ aftersaleId, lines }: AftersaleGoods): Claim[] =>
  lines.flatMap(({ lineId, qty }) => (qty > 0 ? [{ aftersaleId, lineId, askedQty: qty }] : []))
