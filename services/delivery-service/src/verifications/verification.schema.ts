import { IdSchema, Page, PageQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { DeliveryView, toDeliveryView } from '../deliveries/delivery.schema.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import { METHODS, type Verification } from './verification.ts'

const MethodSchema = Type.Enum([...METHODS])

export const PreviewBody = Type.Object(
  {
    pickupPointId: IdSchema,
    method: MethodSchema,
    /** The code as typed, the QR payload as scanned, or the last four digits of the recipient's phone. */
    value: Type.String({ minLength: 4, maxLength: 200 }),
  },
  { additionalProperties: false },
)

export const PreviewView = Type.Object(
  {
    /** One for a code or QR; for a phone tail everything that waits for it. */
    items: Type.Array(
      Type.Object({ previewToken: Type.String(), expiresAt: Type.String(), delivery: DeliveryView }),
    ),
  },
  { title: 'PreviewView' },
)

export const ConfirmBody = Type.Object(
  {
    previewToken: Type.String({ minLength: 20, maxLength: 600 }),
    /** Absent = everything that may go. */
    lines: Type.Optional(
      Type.Array(
        Type.Object(
          { lineId: IdSchema, qty: Type.Integer({ minimum: 1, maximum: 999 }) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 100 },
      ),
    ),
  },
  { additionalProperties: false },
)

/** A code or a QR payload, taken down without a network; a phone tail would open more than one order. */
export const ScanBody = Type.Object(
  {
    pickupPointId: IdSchema,
    method: Type.Enum(['CODE', 'QR']),
    value: Type.String({ minLength: 4, maxLength: 200 }),
    scannedAt: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
)

export const VerificationView = Type.Object(
  {
    id: IdSchema,
    deliveryId: IdSchema,
    orderId: IdSchema,
    orderNo: Type.String(),
    pickupPointId: IdSchema,
    operatorId: IdSchema,
    operatorName: Type.String(),
    method: MethodSchema,
    complete: Type.Boolean(),
    lines: Type.Array(
      Type.Object({
        lineId: IdSchema,
        skuId: IdSchema,
        productName: Type.String(),
        qty: Type.Integer(),
        remainingQty: Type.Integer(),
      }),
    ),
    createdAt: Type.String(),
    /** When the goods left, where that was before this was recorded: scanned without a network. */
    scannedAt: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'VerificationView' },
)

export const VerificationPage = Page(VerificationView)

export const VerificationQuery = Type.Object(
  {
    pickupPointId: Type.Optional(IdSchema),
    orderNo: Type.Optional(Type.String({ maxLength: 32 })),
    ...PageQuery,
  },
  { additionalProperties: false },
)

export const toPreviewItem = (delivery: Delivery, previewToken: string, expiresAt: Date) => ({
  previewToken,
  expiresAt: expiresAt.toISOString(),
  delivery: toDeliveryView(delivery),
})

export const toVerificationView = (verification: Verification): Static<typeof VerificationView> => ({
  id: verification.id,
  deliveryId: verification.deliveryId,
  orderId: verification.orderId,
  orderNo: verification.orderNo,
  pickupPointId: verification.pickupPointId,
  operatorId: verification.operatorId,
  operatorName: verification.operatorName,
  method: verification.method,
  complete: verification.complete,
  lines: [...verification.lines],
  createdAt: verification.createdAt.toISOString(),
  scannedAt: verification.scannedAt?.toISOString() ?? null,
})
