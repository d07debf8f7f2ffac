import {
  AftersaleApproved,
  type CloseReason,
  OrderClosed,
  OrderCompleted,
  OrderConfirmed,
  OrderPaid,
  OrderPreparing,
  OrderRepriced,
} from '@linli/proto/order'
import { notice } from './notice.ts'
import { moment, money } from './words.ts'

const REMIND_BEFORE_MS = 5 * 60_000
const MERCHANT_DIGEST_SECONDS = 60

const byUser = {
  audience: 'USER',
  to: (event: { userId: string }) => event.userId,
  order: (event: { orderId: string }) => event.orderId,
} as const

const REASONS: Partial<Record<CloseReason, string>> = {
  USER_CANCEL: '您已取消订单',
  PAY_TIMEOUT: '超时未付款',
  STOCK_SHORTAGE: '商品库存不足',
  PROMOTION_INVALID: '优惠已失效',
  POINTS_INSUFFICIENT: '积分不足',
  SLOT_FULL: '配送时段已满',
  SAGA_TIMEOUT: '系统繁忙',
  GROUP_FAILED: '拼团未成功',
  MERCHANT_REJECT: '商家无法接单',
  FULL_REFUND: '已全额退款',
  RISK: '订单存在异常',
}

/** Somebody who has just cancelled, or is reading the refusal of the checkout, needs no notice of it. */
const SEEN_ON_SCREEN: readonly CloseReason[] = [
  'USER_CANCEL',
  'STOCK_SHORTAGE',
  'PROMOTION_INVALID',
  'POINTS_INSUFFICIENT',
  'SLOT_FULL',
  'SAGA_TIMEOUT',
]

export const orderNotices = [
  notice(OrderConfirmed, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'payable', 'expireAt', 'goods'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      payable: money(event.payableFen),
      expireAt: moment(event.expireAt),
      goods: event.title,
    }),
    useful: (event) => event.payableFen > 0,
    stale: ['GROUPING', 'PREPARING', 'DELIVERING', 'READY_FOR_PICKUP', 'COMPLETED', 'CLOSED'],
    notBefore: (event) => new Date(event.expireAt.getTime() - REMIND_BEFORE_MS),
    notAfter: (event) => event.expireAt,
  }),
  // Good news only: a shop can ask less, never more than the order came to.
  notice(OrderRepriced, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'shop', 'before', 'payable', 'expireAt'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      shop: event.merchantName,
      before: money(event.beforeFen),
      payable: money(event.payableFen),
      expireAt: moment(event.expireAt),
    }),
    useful: (event) => event.payableFen < event.beforeFen,
    stale: ['GROUPING', 'PREPARING', 'DELIVERING', 'READY_FOR_PICKUP', 'COMPLETED', 'CLOSED'],
    notAfter: (event) => event.expireAt,
  }),
  notice(OrderPaid, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'paid', 'paidAt', 'goods', 'shop'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      paid: money(event.paidFen),
      paidAt: moment(event.paidAt),
      goods: event.title,
      shop: event.merchantName,
    }),
    stale: ['READY_FOR_PICKUP', 'COMPLETED', 'CLOSED'],
  }),
  notice(OrderPaid, {
    audience: 'MERCHANT',
    to: (event) => event.merchantId,
    variables: ['orderId', 'orderNo', 'paid', 'paidAt', 'goods'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      paid: money(event.paidFen),
      paidAt: moment(event.paidAt),
      goods: event.title,
    }),
    permission: 'order:read',
    digestSeconds: MERCHANT_DIGEST_SECONDS,
    amountFen: (event) => event.paidFen,
  }),
  // Of an ordinary order the payment says the same; for a group order this is the news that the group is complete.
  notice(OrderPreparing, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods', 'shop'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      goods: event.title,
      shop: event.merchantName,
    }),
    useful: (event) => event.type === 'GROUP',
    stale: ['READY_FOR_PICKUP', 'COMPLETED', 'CLOSED'],
  }),
  notice(OrderClosed, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'reason', 'closedAt'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      reason: REASONS[event.reason] ?? '订单已取消',
      closedAt: moment(event.closedAt),
    }),
    useful: (event) => !SEEN_ON_SCREEN.includes(event.reason),
  }),
  // Who picked it up was told by PickupVerified.
  notice(OrderCompleted, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'goods'],
    vars: (event) => ({ orderId: event.orderId, orderNo: event.orderNo, goods: event.title }),
    useful: (event) => event.mode === 'HOME' || event.mode === 'EXPRESS',
  }),
  notice(AftersaleApproved, {
    ...byUser,
    variables: ['orderId', 'orderNo', 'amount', 'reason'],
    vars: (event) => ({
      orderId: event.orderId,
      orderNo: event.orderNo,
      amount: money(event.refundFen),
      reason: event.reason,
    }),
    useful: (event) => event.refundFen > 0,
  }),
]
