import type { VerificationMethod } from '@linli/proto/delivery'

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
  readonly lines: readonly VerificationLine[]
}
