import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { CashierParams } from '../channels/channel.ts'
import type { Refund } from '../refunds/refund.ts'
import type { Attempt } from './attempt.ts'
import { type Payment, paymentMachine } from './payment.ts'
import type { HistoryLine } from './payment-table.store.ts'

const Instant = Type.String({ format: 'date-time' })
const Maybe = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])
const Fen = Type.Integer({ minimum: 0, description: 'fen' })

export const PaymentStatusSchema = Type.Enum([...paymentMachine.states])

export const StartPaymentBody = Type.Object({ orderId: IdSchema }, { additionalProperties: false })

export const PaymentView = Type.Object(
  {
    id: IdSchema,
    orderId: IdSchema,
    orderNo: Type.String(),
    channel: Type.String(),
    status: Type.String(),
    closing: Type.Boolean(),
    amountFen: Fen,
    paidFen: Fen,
    refundingFen: Fen,
    refundedFen: Fen,
    expireAt: Maybe(Instant),
    paidAt: Maybe(Instant),
    closedAt: Maybe(Instant),
    createdAt: Instant,
  },
  { title: 'PaymentView' },
)

/** For `wx.requestPayment`, passed on as it is. */
const CashierView = Type.Object(
  {
    timeStamp: Type.String(),
    nonceStr: Type.String(),
    package: Type.String(),
    signType: Type.Literal('RSA'),
    paySign: Type.String(),
  },
  { title: 'CashierView' },
)

export const StartedPaymentView = Type.Object(
  { payment: PaymentView, cashier: CashierView },
  { title: 'StartedPaymentView' },
)

export const PaymentMethodView = Type.Object(
  {
    channel: Type.String(),
    name: Type.String(),
    enabled: Type.Boolean(),
  },
  { title: 'PaymentMethodView' },
)

const text = (at: Date | null): string | null => at?.toISOString() ?? null

export const toPaymentView = (payment: Payment): Static<typeof PaymentView> => ({
  id: payment.id,
  orderId: payment.orderId,
  orderNo: payment.orderNo,
  channel: payment.channel,
  status: payment.status,
  closing: payment.closingAt !== null,
  amountFen: payment.amountFen,
  paidFen: payment.paidFen,
  refundingFen: payment.refundingFen,
  refundedFen: payment.refundedFen,
  expireAt: text(payment.expireAt),
  paidAt: text(payment.paidAt),
  closedAt: text(payment.closedAt),
  createdAt: payment.createdAt.toISOString(),
})

export const toStartedView = (
  payment: Payment,
  cashier: CashierParams,
): Static<typeof StartedPaymentView> => ({
  payment: toPaymentView(payment),
  cashier,
})

export const AdminPaymentView = Type.Object(
  {
    ...PaymentView.properties,
    userId: IdSchema,
    merchantId: IdSchema,
    outTradeNo: Maybe(Type.String()),
    transactionId: Maybe(Type.String()),
  },
  { title: 'AdminPaymentView' },
)

const AttemptView = Type.Object(
  {
    id: IdSchema,
    outTradeNo: Type.String(),
    status: Type.String(),
    amountFen: Fen,
    transactionId: Maybe(Type.String()),
    failureCode: Maybe(Type.String()),
    queriedAt: Maybe(Instant),
    paidAt: Maybe(Instant),
    createdAt: Instant,
  },
  { title: 'AttemptView' },
)

const HistoryView = Type.Object(
  {
    fromStatus: Maybe(Type.String()),
    event: Type.String(),
    toStatus: Type.String(),
    actorType: Type.String(),
    at: Instant,
  },
  { title: 'HistoryView' },
)

const RefundLineView = Type.Object(
  {
    id: IdSchema,
    kind: Type.String(),
    status: Type.String(),
    outRefundNo: Type.String(),
    amountFen: Fen,
  },
  { title: 'RefundLineView' },
)

export const AdminPaymentDetailView = Type.Object(
  {
    ...AdminPaymentView.properties,
    attempts: Type.Array(AttemptView),
    refunds: Type.Array(RefundLineView),
    history: Type.Array(HistoryView),
  },
  { title: 'AdminPaymentDetailView' },
)

export const toAdminView = (payment: Payment): Static<typeof AdminPaymentView> => ({
  ...toPaymentView(payment),
  userId: payment.userId,
  merchantId: payment.merchantId,
  outTradeNo: payment.outTradeNo,
  transactionId: payment.transactionId,
})

const toAttemptView = (attempt: Attempt): Static<typeof AttemptView> => ({
  id: attempt.id,
  outTradeNo: attempt.outTradeNo,
  status: attempt.status,
  amountFen: attempt.amountFen,
  transactionId: attempt.transactionId,
  failureCode: attempt.failureCode,
  queriedAt: text(attempt.queriedAt),
  paidAt: text(attempt.paidAt),
  createdAt: attempt.createdAt.toISOString(),
})

type RefundLine = Pick<Refund, 'id' | 'kind' | 'status' | 'outRefundNo' | 'amountFen'>
type Detail = {
  payment: Payment
  attempts: readonly Attempt[]
  refunds: readonly RefundLine[]
  history: readonly HistoryLine[]
}

export const toDetailView = ({
  payment,
  attempts,
  refunds,
  history,
}: Detail): Static<typeof AdminPaymentDetailView> => ({
  ...toAdminView(payment),
  attempts: attempts.map(toAttemptView),
  refunds: [...refunds],
  history: history.map((line) => ({ ...line, at: line.at.toISOString() })),
})
