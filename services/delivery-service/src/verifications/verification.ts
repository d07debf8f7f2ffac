import { MINUTE_MS } from '@linli/core'
import type { VerificationMethod } from '@linli/proto/delivery'
import { DeliveryErrors } from '../errors.ts'

export const METHODS = ['CODE', 'QR', 'PHONE_TAIL'] as const satisfies VerificationMethod[]
export type Method = (typeof METHODS)[number]

export type VerificationLine = {
  readonly lineId: string
  readonly skuId: string
  readonly productName: string
  readonly qty: number
  /** Still to be handed out, held or not. */
  readonly remainingQty: number
}

export type Verification = {
  readonly id: string
  readonly deliveryId: string
  readonly orderId: string
  readonly orderNo: string
  readonly merchantId: string
  readonly pickupPointId: string
  readonly operatorId: string
  readonly operatorName: string
  readonly method: Method
  /** Nothing remains. */
  readonly complete: boolean
  readonly idempotencyKey: string
  readonly requestHash: string
  readonly createdAt: Date
  /** When the goods left, where this service heard of it later: scanned without a network. */
  readonly scannedAt: Date | null
  readonly lines: readonly VerificationLine[]
}

/** A counter that was a whole day without a network calls somebody. */
const OFFLINE_HOURS = 24
/** Clocks of phones differ a little. */
const SKEW_MS = 2 * MINUTE_MS

/** When something was scanned, never later than now. @throws SCAN_TOO_OLD, SCAN_IN_FUTURE */
export function assertFresh(scannedAt: Date, at: Date): Date {
  const age = at.getTime() - scannedAt.getTime()
  if (age < -SKEW_MS) throw DeliveryErrors.SCAN_IN_FUTURE()
  if (age > OFFLINE_HOURS * 60 * MINUTE_MS) throw DeliveryErrors.SCAN_TOO_OLD({ hours: OFFLINE_HOURS })
  return age < 0 ? at : scannedAt
}
