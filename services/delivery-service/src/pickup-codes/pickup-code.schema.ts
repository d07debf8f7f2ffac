import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { OwnCode } from './gather-pickup-code.ts'
import type { Qr } from './pickup-code.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const CodeQuery = Type.Object({ orderId: IdSchema }, { additionalProperties: false })

export const PickupCodeView = Type.Object(
  {
    /** Of the delivery task. */
    id: IdSchema,
    orderId: IdSchema,
    code: Type.String(),
    /** False when the goods are gone or called off. */
    live: Type.Boolean(),
    /** To be shown as a QR code; ask again when it expires. */
    qrPayload: Type.String(),
    qrExpiresAt: Type.String(),
    status: Type.String(),
    pickupPointId: IdSchema,
    pickupPointName: Nullable(Type.String()),
    pickupDeadline: Nullable(Type.String()),
    storageType: Type.String(),
  },
  { title: 'PickupCodeView' },
)

export const ProxyView = Type.Object(
  { qrPayload: Type.String(), expiresAt: Type.String() },
  { title: 'ProxyView' },
)

export const toPickupCodeView = ({ delivery, code }: OwnCode, qr: Qr): Static<typeof PickupCodeView> => ({
  id: delivery.id,
  orderId: delivery.orderId,
  code: code.code,
  live: code.live,
  qrPayload: qr.payload,
  qrExpiresAt: qr.expiresAt.toISOString(),
  status: delivery.status,
  pickupPointId: code.pickupPointId,
  pickupPointName: delivery.pickupPointName,
  pickupDeadline: delivery.pickupDeadline?.toISOString() ?? null,
  storageType: delivery.storageType,
})

export const toProxyView = (qr: Qr): Static<typeof ProxyView> => ({
  qrPayload: qr.payload,
  expiresAt: qr.expiresAt.toISOString(),
})
