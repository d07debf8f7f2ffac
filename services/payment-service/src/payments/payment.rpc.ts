import { implement } from '@linli/grpc'
import { type Payment as PaymentMessage, PaymentQueryDefinition } from '@linli/proto/payment'
import type { Deps } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { findPaymentOfOrder, findPaymentsOfOrders, type Held, sumOpenAmounts } from './payment.store.ts'

const MAX_ORDERS = 100

export const paymentRpc = implement(PaymentQueryDefinition, (deps: Deps) => ({
  async getPaymentByOrder({ orderId }) {
    const held = await findPaymentOfOrder(deps.sql, orderId)
    if (!held) throw PaymentErrors.PAYMENT_NOT_FOUND({ orderId })
    return toMessage(held, deps.clock.now())
  },
  async batchGetPayments({ orderIds }) {
    const asked = orderIds.slice(0, MAX_ORDERS)
    const now = deps.clock.now()
    const held = await findPaymentsOfOrders(deps.sql, asked)
    const found = new Set(held.map(({ payment }) => payment.orderId))
    return {
      payments: held.map((each) => toMessage(each, now)),
      missingOrderIds: asked.filter((id) => !found.has(id)),
      asOfMs: now.getTime(),
    }
  },
  async getUserOpenAmounts({ userId }) {
    return { ...(await sumOpenAmounts(deps.sql, userId)), asOfMs: deps.clock.now().getTime() }
  },
}))

const toMessage = ({ payment, attempts }: Held, now: Date): PaymentMessage => ({
  paymentId: payment.id,
  orderId: payment.orderId,
  orderNo: payment.orderNo,
  userId: payment.userId,
  merchantId: payment.merchantId,
  channel: 'WECHAT',
  status: payment.status,
  closing: payment.closingAt !== null,
  amountFen: payment.amountFen,
  paidFen: payment.paidFen,
  refundingFen: payment.refundingFen,
  refundedFen: payment.refundedFen,
  outTradeNo: payment.outTradeNo ?? attempts.at(-1)?.outTradeNo,
  transactionId: payment.transactionId ?? undefined,
  createdAt: payment.createdAt,
  expireAt: payment.expireAt ?? undefined,
  paidAt: payment.paidAt ?? undefined,
  closedAt: payment.closedAt ?? undefined,
  version: payment.version,
  asOfMs: now.getTime(),
})
