import { IdSchema, PageQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { type Reservation, reservationMachine } from './reservation.ts'

const STATUS = Type.Enum(reservationMachine.states)

export const ReservationQuery = Type.Object(
  { orderId: Type.Optional(IdSchema), status: Type.Optional(STATUS), ...PageQuery },
  { additionalProperties: false },
)

export const ReservationView = Type.Object(
  {
    orderId: IdSchema,
    userId: IdSchema,
    warehouseId: Type.Union([IdSchema, Type.Null()]),
    status: STATUS,
    refusal: Type.Union([Type.String(), Type.Null()]),
    lines: Type.Array(
      Type.Object({
        skuId: IdSchema,
        productId: IdSchema,
        qty: Type.Integer(),
        restockedQty: Type.Integer(),
        writtenOffQty: Type.Integer(),
      }),
    ),
    version: Type.Integer(),
    createdAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'ReservationView' },
)

export const toReservationView = (row: Reservation): Static<typeof ReservationView> => ({
  orderId: row.orderId,
  userId: row.userId,
  warehouseId: row.warehouseId,
  status: row.status,
  refusal: row.refusal?.reason ?? null,
  lines: [...row.lines],
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
