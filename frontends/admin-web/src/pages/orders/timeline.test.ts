import type { Data } from '@linli/api-client'
import { expect, test } from 'vitest'
import { timelineOf } from './timeline.ts'

type History = Data<'getAdminOrder'>['history']
type Payment = Data<'adminGetPayment'>

const ID = '019b76da-a800-7a86-821d-10f8caec80e6'
const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 22, 4, 0, seconds)).toISOString()
const step = (event: string, seconds: number, detail: unknown = null): History[number] => ({
  event,
  fromStatus: null,
  toStatus: 'CREATED',
  actorType: 'user',
  actorId: ID,
  detail,
  traceId: 'trace',
  at: at(seconds),
})
const payment: Payment = {
  id: ID,
  orderId: ID,
  orderNo: '1',
  channel: 'WECHAT',
  status: 'SUCCEEDED',
  closing: false,
  amountFen: 100,
  paidFen: 100,
  refundingFen: 0,
  refundedFen: 0,
  expireAt: null,
  paidAt: at(3),
  closedAt: null,
  createdAt: at(1),
  userId: ID,
  merchantId: ID,
  outTradeNo: null,
  transactionId: null,
  attempts: [],
  refunds: [],
  history: [
    { fromStatus: null, event: 'OPEN', toStatus: 'INIT', actorType: 'user', at: at(1) },
    { fromStatus: 'PENDING', event: 'SUCCEED', toStatus: 'SUCCEEDED', actorType: 'channel', at: at(3) },
  ],
}

test('order and payment are one story in the order of time; at one instant the order comes first', () => {
  const steps = timelineOf([step('SUBMIT', 0), step('PAY', 3)], [payment])
  expect(steps.map(({ source, event }) => `${source} ${event}`)).toEqual([
    'order SUBMIT',
    'payment OPEN',
    'order PAY',
    'payment SUCCEED',
  ])
  expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length)
})

test('what was said at a step is kept, numbers and blanks are not said', () => {
  const [cancelled] = timelineOf([step('CANCEL', 0, { reason: '顾客来电', note: '', count: 2 })], [])
  expect(cancelled?.notes).toEqual(['顾客来电'])
})
