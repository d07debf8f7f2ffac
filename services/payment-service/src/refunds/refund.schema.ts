import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import { type Refund, refundMachine } from './refund.ts'

const Instant = Type.String({ format: 'date-time' })
const MaybeText = Type.Union([Type.String(), Type.Null()])
const MaybeInstant = Type.Union([Instant, Type.Null()])

export const RefundStatusSchema = Type.Enum([...refundMachine.states])

export const RefundKindSchema = Type.Union([
  Type.Literal('AFTERSALE'),
  Type.Literal('LATE_PAID'),
  Type.Literal('DUPLICATE'),
  Type.Literal('QUARANTINE'),
])

export const RefundView = Type.Object(
  {
    id: IdSchema,
    paymentId: IdSchema,
    kind: RefundKindSchema,
    aftersaleId: Type.Union([IdSchema, Type.Null()]),
    refundNo: Type.String(),
    outRefundNo: Type.String(),
    status: RefundStatusSchema,
    amountFen: Type.Integer(),
    reason: Type.String(),
    channelRefundId: MaybeText,
    receivedAccount: MaybeText,
    failureCode: MaybeText,
    failureReason: MaybeText,
    nextActionAt: MaybeInstant,
    succeededAt: MaybeInstant,
    settledBy: Type.Union([IdSchema, Type.Null()]),
    settlementProof: MaybeText,
    createdAt: Instant,
  },
  { title: 'RefundView' },
)

export const SettlementBody = Type.Object(
  { proof: Type.String({ minLength: 4, maxLength: 500, description: '线下退款凭证' }) },
  { additionalProperties: false },
)

export const toRefundView = (refund: Refund): Static<typeof RefundView> => ({
  id: refund.id,
  paymentId: refund.paymentId,
  kind: refund.kind,
  aftersaleId: refund.aftersaleId,
  refundNo: refund.refundNo,
  outRefundNo: refund.outRefundNo,
  status: refund.status,
  amountFen: refund.amountFen,
  reason: refund.reason,
  channelRefundId: refund.channelRefundId,
  receivedAccount: refund.receivedAccount,
  failureCode: refund.failureCode,
  failureReason: refund.failureReason,
  nextActionAt: refund.nextActionAt?.toISOString() ?? null,
  succeededAt: refund.succeededAt?.toISOString() ?? null,
  settledBy: refund.settledBy,
  settlementProof: refund.settlementProof,
  createdAt: refund.createdAt.toISOString(),
})
