import { CommonErrors, newId } from '@linli/core'
import type { Operator, Wanted } from '../deliveries/delivery.ts'
import { lockForPickup } from '../deliveries/lock-delivery.ts'
import { pickDelivery } from '../deliveries/pick-delivery.ts'
import type { Work } from '../deps.ts'
import { findByKey, insertVerification } from './verification.store.ts'
import type { Method, Verification } from './verification.ts'

export type Confirmation = {
  readonly orderId: string
  readonly merchantId: string
  readonly pickupPointId: string
  readonly operator: Operator
  readonly method: Method
  readonly wanted: readonly Wanted[] | undefined
  /** What order-service lets go of each line, asked just before. */
  readonly allowed: ReadonlyMap<string, number>
  readonly idempotencyKey: string
  readonly requestHash: string
  /** Null: now. */
  readonly scannedAt: Date | null
}

/**
 * The goods leave the point: the second of the two steps (D14). The task is locked, so of two confirmations at once
 * the second finds what the first did; the same key answers with the same verification.
 * @throws IDEMPOTENCY_KEY_REUSED, and what `handOver` throws.
 */
export async function verifyPickup(work: Work, confirmation: Confirmation): Promise<Verification> {
  const { operator, idempotencyKey, requestHash, method, wanted, allowed } = confirmation
  const delivery = await lockForPickup(work, confirmation)
  const before = await findByKey(work.sql, operator.id, idempotencyKey)
  if (before) return sameRequest(before, requestHash)
  const verificationId = newId(work.now)
  const { given, complete, next } = await pickDelivery(work, delivery, {
    verificationId,
    wanted,
    allowed,
    method,
    operator,
  })
  const verification: Verification = {
    id: verificationId,
    deliveryId: next.id,
    orderId: next.orderId,
    orderNo: next.orderNo,
    merchantId: next.merchantId,
    pickupPointId: confirmation.pickupPointId,
    operatorId: operator.id,
    operatorName: operator.name,
    method,
    complete,
    idempotencyKey,
    requestHash,
    createdAt: work.now,
    scannedAt: confirmation.scannedAt,
    lines: given,
  }
  await insertVerification(work, verification)
  return verification
}

/** @throws IDEMPOTENCY_KEY_REUSED when the key came with another body before. */
export function sameRequest(verification: Verification, requestHash: string): Verification {
  if (verification.requestHash !== requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  return verification
}
