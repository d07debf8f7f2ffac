import { type Change, CommonErrors, defineMachine, happened } from '@linli/core'
import type { DeliveryMode, StorageType } from '@linli/proto/common'
import {
  type DeliveryLine as LineMessage,
  PickupReady,
  PickupVerified,
  type VerificationMethod,
} from '@linli/proto/delivery'
import { DeliveryErrors } from '../errors.ts'

/**
 * product.md §6.8. A point may receive goods whatever their way there was recorded as (a van that nobody checked in is
 * still a van); only what was received can be handed out.
 */
export const deliveryMachine = defineMachine('delivery', 'PENDING', {
  PENDING: { sort: 'SORTING', receive: 'READY', fail: 'EXCEPTION', cancel: 'CANCELLED' },
  SORTING: { load: 'LOADED', receive: 'READY', fail: 'EXCEPTION', cancel: 'CANCELLED' },
  LOADED: { depart: 'IN_TRANSIT', receive: 'READY', fail: 'EXCEPTION', cancel: 'CANCELLED' },
  IN_TRANSIT: {
    arrive: 'ARRIVED',
    receive: 'READY',
    deliver: 'DELIVERED',
    fail: 'EXCEPTION',
    cancel: 'CANCELLED',
  },
  ARRIVED: { receive: 'READY', deliver: 'DELIVERED', fail: 'EXCEPTION', cancel: 'CANCELLED' },
  READY: { verifyPart: 'PARTIAL', verify: 'VERIFIED', fail: 'EXCEPTION', cancel: 'CANCELLED' },
  PARTIAL: { verifyPart: 'PARTIAL', verify: 'VERIFIED', fail: 'EXCEPTION' },
  EXCEPTION: { retry: 'PENDING', cancel: 'CANCELLED' },
  VERIFIED: {},
  DELIVERED: {},
  CANCELLED: {},
})

export type DeliveryStatus = (typeof deliveryMachine.states)[number]

export type DeliveryLine = {
  readonly id: string
  readonly skuId: string
  readonly productName: string
  readonly specText: string
  readonly imageUrl: string
  readonly storageType: string
  readonly qty: number
  readonly pickedQty: number
  readonly heldQty: number
  readonly cancelledQty: number
}

export type Delivery = {
  readonly id: string
  readonly orderId: string
  readonly orderNo: string
  readonly userId: string
  readonly merchantId: string
  readonly mode: DeliveryMode
  readonly status: DeliveryStatus
  readonly title: string
  readonly itemCount: number
  readonly communityId: string
  readonly pickupPointId: string | null
  readonly pickupPointName: string | null
  readonly slotId: string | null
  readonly batchId: string | null
  readonly storageType: StorageType
  readonly courierId: string | null
  readonly courierName: string | null
  readonly expressCompany: string | null
  readonly waybillNo: string | null
  readonly dispatchedAt: Date | null
  readonly arrivedAt: Date | null
  readonly readyAt: Date | null
  readonly pickupDeadline: Date | null
  readonly completedAt: Date | null
  readonly version: number
  readonly createdAt: Date
  readonly lines: readonly DeliveryLine[]
}

export type Operator = { readonly id: string; readonly name: string }
export type Step = { readonly event: string; readonly operator?: Operator; readonly detail?: object }
export type DeliveryChange = Change<Delivery> & { readonly step: Step }

/** What may be handed out of a line now. */
export const remainingOf = (line: DeliveryLine): number =>
  line.qty - line.pickedQty - line.heldQty - line.cancelledQty

/** What was neither handed out nor called off, held or not. */
const outstandingOf = (line: DeliveryLine): number => line.qty - line.pickedQty - line.cancelledQty

export const isFinal = (status: DeliveryStatus): boolean => deliveryMachine.isFinal(status)

export const toLineMessage = (line: DeliveryLine): LineMessage => ({
  lineId: line.id,
  skuId: line.skuId,
  productName: line.productName,
  specText: line.specText,
  qty: line.qty,
  pickedQty: line.pickedQty,
  heldQty: line.heldQty,
  cancelledQty: line.cancelledQty,
})

const about = ({ id, version }: Delivery) => ({
  aggregateType: 'delivery',
  aggregateId: id,
  aggregateVersion: version,
})

const identityOf = (delivery: Delivery) => ({
  taskId: delivery.id,
  orderId: delivery.orderId,
  orderNo: delivery.orderNo,
  userId: delivery.userId,
  merchantId: delivery.merchantId,
  title: delivery.title,
  pickupPointId: delivery.pickupPointId ?? '',
  pickupPointName: delivery.pickupPointName ?? '',
  version: delivery.version,
})

const RECEIVED = new Set<DeliveryStatus>(['READY', 'PARTIAL', 'VERIFIED'])

export type Receiving = {
  readonly operator: Operator
  readonly deadline: Date
  /** Of the day, as people read them. */
  readonly openingHours: string
}

/**
 * The point has received and counted the goods: now, and not before, the user is told (D13).
 * @returns undefined when it was received before.
 */
export function receive(delivery: Delivery, receiving: Receiving, at: Date): DeliveryChange | undefined {
  if (RECEIVED.has(delivery.status)) return undefined
  const { operator, deadline, openingHours } = receiving
  const status = deliveryMachine.next(delivery.status, 'receive')
  const next: Delivery = {
    ...delivery,
    status,
    readyAt: at,
    pickupDeadline: deadline,
    version: delivery.version + 1,
  }
  const ready = happened(PickupReady, about(next), {
    ...identityOf(next),
    mode: next.mode,
    lines: next.lines.map(toLineMessage),
    openingHours,
    storageType: next.storageType,
    pickupDeadline: deadline,
    operatorId: operator.id,
    operatorName: operator.name,
    readyAt: at,
  })
  return { next, events: [ready], step: { event: 'receive', operator } }
}

/** @throws PICKUP_NOT_READY, PICKED_ALREADY, ILLEGAL_TRANSITION: why nothing can be handed out at all. */
export function assertPickable({ status, mode }: Pick<Delivery, 'status' | 'mode'>): void {
  if (mode !== 'SELF_PICKUP' && mode !== 'COMMUNITY_DROP') throw DeliveryErrors.NOT_A_PICKUP()
  if (status === 'VERIFIED') throw DeliveryErrors.PICKED_ALREADY()
  if (status === 'CANCELLED' || status === 'EXCEPTION' || status === 'DELIVERED') {
    throw CommonErrors.ILLEGAL_TRANSITION({ machine: 'delivery', state: status, event: 'verify' })
  }
  if (status !== 'READY' && status !== 'PARTIAL') throw DeliveryErrors.PICKUP_NOT_READY({ status })
}

export type Wanted = { readonly lineId: string; readonly qty: number }

export type HandOver = {
  readonly verificationId: string
  /** Undefined = everything that may go. */
  readonly wanted: readonly Wanted[] | undefined
  /** What order-service lets go of each line (asked over gRPC before this). */
  readonly allowed: ReadonlyMap<string, number>
  readonly method: VerificationMethod
  readonly operator: Operator
}

export type Given = Wanted & {
  readonly skuId: string
  readonly productName: string
  readonly remainingQty: number
}
export type HandOverChange = DeliveryChange & { readonly given: readonly Given[]; readonly complete: boolean }

/**
 * Goods leave the point (D14), the whole or a part by line and quantity; what an after-sale holds stays.
 * @throws LINE_NOT_FOUND, PICKUP_ON_HOLD, QTY_NOT_AVAILABLE, and what `assertPickable` throws.
 */
export function handOver(
  delivery: Delivery,
  { verificationId, wanted, allowed, method, operator }: HandOver,
  at: Date,
): HandOverChange {
  assertPickable(delivery)
  const free = (line: DeliveryLine) => Math.max(0, Math.min(remainingOf(line), allowed.get(line.id) ?? 0))
  const asked = new Map<string, number>()
  for (const { lineId, qty } of wanted ??
    delivery.lines.map((line) => ({ lineId: line.id, qty: free(line) }))) {
    asked.set(lineId, (asked.get(lineId) ?? 0) + qty)
  }
  for (const [lineId, qty] of asked) {
    const line = delivery.lines.find(({ id }) => id === lineId)
    if (!line) throw DeliveryErrors.LINE_NOT_FOUND({ lineId })
    if (qty <= free(line)) continue
    const onHold = line.heldQty > 0 || (allowed.get(lineId) ?? 0) < remainingOf(line)
    if (onHold) throw DeliveryErrors.PICKUP_ON_HOLD({ lineId, available: free(line) })
    throw DeliveryErrors.QTY_NOT_AVAILABLE({ lineId, available: free(line) })
  }
  const lines = delivery.lines.map((line) => ({
    ...line,
    pickedQty: line.pickedQty + (asked.get(line.id) ?? 0),
  }))
  const given = lines.flatMap((line): Given[] => {
    const qty = asked.get(line.id) ?? 0
    if (qty === 0) return []
    const { id: lineId, skuId, productName } = line
    return [{ lineId, skuId, productName, qty, remainingQty: outstandingOf(line) }]
  })
  if (given.length === 0) throw nothingToGive(delivery)
  const complete = lines.every((line) => outstandingOf(line) === 0)
  const event = complete ? 'verify' : 'verifyPart'
  const next: Delivery = {
    ...delivery,
    lines,
    status: deliveryMachine.next(delivery.status, event),
    completedAt: complete ? at : null,
    version: delivery.version + 1,
  }
  const verified = happened(PickupVerified, about(next), {
    ...identityOf(next),
    verificationId,
    lines: given,
    complete,
    operatorId: operator.id,
    operatorName: operator.name,
    method,
    verifiedAt: at,
  })
  return { next, events: [verified], step: { event, operator, detail: { verificationId } }, given, complete }
}

const nothingToGive = (delivery: Delivery) =>
  delivery.lines.some((line) => line.heldQty > 0)
    ? DeliveryErrors.PICKUP_ON_HOLD({ available: 0 })
    : DeliveryErrors.QTY_NOT_AVAILABLE({ available: 0 })
