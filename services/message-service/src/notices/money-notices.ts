import { PaymentDuplicatePaid, PaymentLatePaid, RefundSucceeded } from '@linli/proto/payment'
import { notice } from './notice.ts'
import { moment, money, yuan } from './words.ts'

const byUser = {
  audience: 'USER',
  to: (event: { userId: string }) => event.userId,
  order: (event: { orderId: string }) => event.orderId,
} as const

const arrivedInVain = {
  ...byUser,
  variables: ['orderId', 'orderNo', 'amount', 'amountYuan', 'paidAt'],
  vars: (event: { orderId: string; orderNo: string; amountFen: number; paidAt: Date }) => ({
    orderId: event.orderId,
    orderNo: event.orderNo,
    amount: money(event.amountFen),
    amountYuan: yuan(event.amountFen),
    paidAt: moment(event.paidAt),
  }),
} as const

export const moneyNotices = [
  notice(PaymentLatePaid, arrivedInVain),
  notice(PaymentDuplicatePaid, arrivedInVain),
  notice(RefundSucceeded, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'amount', 'amountYuan', 'refundedAt'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      amount: money(event.amountFen),
      amountYuan: yuan(event.amountFen),
      refundedAt: moment(event.succeededAt),
    }),
  }),
]
