import { IdSchema, PageQuery } from '@linli/http'
import { Type } from 'typebox'
import { Status } from './order.schema.ts'

export const DeskQuery = Type.Object(
  {
    ...PageQuery,
    /** Absent: everything that is paid. PENDING_PAYMENT shows what is not. */
    status: Type.Optional(Status),
    pickupPointId: Type.Optional(IdSchema),
    slotId: Type.Optional(IdSchema),
    productId: Type.Optional(IdSchema),
    /** The end of the number, as it is called out. */
    orderNo: Type.Optional(Type.String({ pattern: '^\\d{4,32}$' })),
    accepted: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

export const RemarkBody = Type.Object(
  { remark: Type.String({ maxLength: 500 }) },
  { additionalProperties: false },
)

export const RevealBody = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 200 }) },
  { additionalProperties: false },
)

export const PriceBody = Type.Object(
  {
    /** With the fee: what the customer is to pay. */
    payableFen: Type.Integer({ minimum: 1, description: 'fen' }),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
  },
  { additionalProperties: false },
)

/** One scroll of the desk. */
const MOST_AT_ONCE = 50

export const AcceptancesBody = Type.Object(
  { orderIds: Type.Array(IdSchema, { minItems: 1, maxItems: MOST_AT_ONCE, uniqueItems: true }) },
  { additionalProperties: false },
)

export const AcceptancesView = Type.Object(
  {
    acceptedIds: Type.Array(IdSchema),
    /** What was taken on before, cancelled, or is not there: the others are not held up by it. */
    refused: Type.Array(Type.Object({ orderId: IdSchema, code: Type.Integer(), message: Type.String() })),
  },
  { title: 'AcceptancesView' },
)
