import { createHash } from 'node:crypto'
import type { Clock } from '@linli/core'
import { type ChannelRefund, NoticeErrors, ok, type PaymentChannel, type Trade } from './channel.ts'

/** What the developer decides about a mock trade (product.md Y12). */
export type MockOutcome = 'SUCCESS' | 'DECLINE' | 'DUPLICATE' | 'WRONG_AMOUNT' | 'LOST'

export type MockChannel = PaymentChannel & {
  readonly code: 'MOCK'
  /** The notices that this outcome would send, in order. @returns undefined for an unknown trade. */
  decide(outTradeNo: string, outcome: MockOutcome): Trade[] | undefined
}

const MERCHANT = { mchid: 'mock', appid: 'mock' }

/** A payment provider of our own for machines without one. `createChannel` refuses it in production. */
export function createMockChannel(clock: Clock): MockChannel {
  const trades = new Map<string, Trade>()
  const refunds = new Map<string, ChannelRefund>()
  const missing = { kind: 'rejected', code: 'ORDER_NOT_EXIST', message: '订单不存在' } as const
  return {
    code: 'MOCK',
    ...MERCHANT,
    async prepare({ outTradeNo, amountFen }) {
      const known = trades.get(outTradeNo)
      if (known?.state === 'PAID') return { kind: 'rejected', code: 'ORDERPAID', message: '该订单已支付' }
      if (known?.state === 'CLOSED') return { kind: 'rejected', code: 'ORDER_CLOSED', message: '订单已关闭' }
      const money = { totalFen: amountFen, currency: 'CNY', transactionId: '', paidAt: null }
      trades.set(outTradeNo, { outTradeNo, state: 'NOTPAY', ...MERCHANT, ...money })
      return ok({ prepayId: `mock${digest(outTradeNo)}` })
    },
    async query(outTradeNo) {
      const trade = trades.get(outTradeNo)
      return trade ? ok(trade) : missing
    },
    async close(outTradeNo) {
      const trade = trades.get(outTradeNo)
      if (!trade) return missing
      if (trade.state === 'PAID') return { kind: 'rejected', code: 'ORDERPAID', message: '该订单已支付' }
      trades.set(outTradeNo, { ...trade, state: 'CLOSED' })
      return ok(null)
    },
    async refund({ outRefundNo, refundFen }) {
      const known = refunds.get(outRefundNo) ?? {
        outRefundNo,
        channelRefundId: `mock${digest(outRefundNo)}`,
        state: 'SUCCESS' as const,
        refundFen,
        receivedAccount: '模拟账户',
        succeededAt: clock.now(),
      }
      refunds.set(outRefundNo, known)
      return ok(known)
    },
    async queryRefund(outRefundNo) {
      const refund = refunds.get(outRefundNo)
      return refund ? ok(refund) : { kind: 'rejected', code: 'RESOURCE_NOT_EXISTS', message: '退款单不存在' }
    },
    cashierParams: (prepayId) => ({
      timeStamp: String(Math.floor(clock.now().getTime() / 1000)),
      nonceStr: digest(prepayId),
      package: `prepay_id=${prepayId}`,
      signType: 'RSA',
      paySign: digest(`sign ${prepayId}`),
    }),
    readNotice() {
      throw NoticeErrors.NOTICE_UNVERIFIED({ reason: 'the mock provider sends no notices' })
    },
    decide(outTradeNo, outcome) {
      const trade = trades.get(outTradeNo)
      if (!trade) return undefined
      if (outcome === 'DECLINE') return []
      const paid: Trade = {
        ...trade,
        state: 'PAID',
        transactionId: `mock${digest(outTradeNo)}`,
        paidAt: clock.now(),
      }
      trades.set(outTradeNo, paid)
      if (outcome === 'LOST') return []
      if (outcome === 'WRONG_AMOUNT') return [{ ...paid, totalFen: paid.totalFen + 1 }]
      return outcome === 'DUPLICATE' ? [paid, paid] : [paid]
    },
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 28)
