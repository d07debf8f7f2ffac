import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Trade } from '../channels/channel.ts'
import { refundMachine } from '../refunds/refund.ts'
import {
  type Attempt,
  type AttemptStatus,
  attemptMachine,
  closableAt,
  closeWaitMs,
  hasUsablePrepay,
  nextQueryAt,
  PREPAY_CALL_MS,
} from './attempt.ts'
import { outRefundNoOf, outTradeNoOf, refundNumbers } from './numbers.ts'
import { giveBack, judge, type Payment, type PaymentStatus, paymentMachine } from './payment.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

const aPayment = (change: Partial<Payment> = {}): Payment => ({
  id: '0190a000-0000-7000-8000-000000000001',
  orderId: '0190a000-0000-7000-8000-000000000002',
  orderNo: '26112200001',
  userId: '0190a000-0000-7000-8000-000000000003',
  merchantId: '0190a000-0000-7000-8000-000000000004',
  channel: 'WECHAT',
  status: 'PENDING',
  description: '番茄',
  amountFen: 2990,
  paidFen: 0,
  refundingFen: 0,
  refundedFen: 0,
  refundCount: 0,
  attemptId: null,
  outTradeNo: null,
  transactionId: null,
  closingAt: null,
  closeAlerted: false,
  expireAt: later(900_000),
  paidAt: null,
  closedAt: null,
  createdAt: NOW,
  updatedAt: NOW,
  version: 1,
  ...change,
})

const anAttempt = (change: Partial<Attempt> = {}): Attempt => ({
  id: '0190a000-0000-7000-8000-000000000005',
  paymentId: '0190a000-0000-7000-8000-000000000001',
  channel: 'WECHAT',
  outTradeNo: 'LL1',
  status: 'PREPAY',
  amountFen: 2990,
  mchid: 'm',
  appid: 'a',
  payerIndex: 'p',
  expireAt: later(900_000),
  prepayCalledAt: NOW,
  prepayCalls: 1,
  prepayId: 'wx1',
  prepayExpiresAt: later(7_200_000),
  transactionId: null,
  paidFen: 0,
  paidAt: null,
  failureCode: null,
  nextQueryAt: null,
  queryCount: 0,
  queriedAt: null,
  nextCloseAt: null,
  closeCount: 0,
  refundGateAt: null,
  refundGateId: null,
  createdAt: NOW,
  updatedAt: NOW,
  ...change,
})

const aTrade = (change: Partial<Trade> = {}): Trade => ({
  outTradeNo: 'LL1',
  state: 'PAID',
  mchid: 'm',
  appid: 'a',
  totalFen: 2990,
  currency: 'CNY',
  transactionId: 't1',
  paidAt: NOW,
  ...change,
})

const verdictOf = (status: PaymentStatus, trade: Partial<Trade> = {}, attempt: AttemptStatus = 'PREPAY') =>
  judge(aPayment({ status }), anAttempt({ status: attempt }), { trade: aTrade(trade), proven: false })

describe('machines', () => {
  test.each([paymentMachine, attemptMachine, refundMachine])(
    '$name has exactly these transitions',
    (machine) => {
      expect(machine.table).toMatchSnapshot()
    },
  )

  test.each([paymentMachine, attemptMachine, refundMachine])(
    'every state of $name can be reached',
    ({ table, initial, states }) => {
      const seen = new Set<string>([initial])
      for (const state of seen) for (const next of Object.values(table[state] ?? {})) seen.add(next)
      expect([...seen].sort()).toEqual([...states].sort())
    },
  )

  test('paid is never unpaid again (T12)', () => {
    const after = new Set<string>(['SUCCEEDED'])
    for (const state of after)
      for (const next of Object.values(paymentMachine.table[state] ?? {})) after.add(next)
    expect([...after].sort()).toEqual(['PARTIAL_REFUNDED', 'REFUNDED', 'SUCCEEDED'])
  })
})

describe('money that arrives', () => {
  test('makes an open payment succeed, a closed one late, a paid one doubly paid', () => {
    expect(verdictOf('INIT').kind).toBe('succeeded')
    expect(verdictOf('PENDING').kind).toBe('succeeded')
    expect(verdictOf('CLOSED', {}, 'CLOSED').kind).toBe('late')
    expect(verdictOf('SUCCEEDED').kind).toBe('duplicate')
    expect(verdictOf('REFUNDED').kind).toBe('duplicate')
    expect(verdictOf('LATE_PAID').kind).toBe('duplicate')
  })

  test('is looked at before anything else', () => {
    const mismatches: Partial<Trade>[] = [
      { totalFen: 2989 },
      { totalFen: 2991 },
      { currency: 'USD' },
      { mchid: 'x' },
      { appid: 'x' },
    ]
    for (const trade of mismatches) {
      expect(verdictOf('PENDING', trade)).toMatchObject({ kind: 'mismatch', moves: true })
      expect(verdictOf('SUCCEEDED', trade)).toMatchObject({ kind: 'mismatch', moves: false })
    }
  })

  test('of a quarantined payment counts only when the provider was asked', () => {
    const payment = aPayment({ status: 'QUARANTINED' })
    expect(judge(payment, anAttempt(), { trade: aTrade(), proven: false }).kind).toBe('repeated')
    expect(judge(payment, anAttempt(), { trade: aTrade({ totalFen: 1 }), proven: true }).kind).toBe('held')
  })

  test('goes back in parts until all of it is back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 10 }), (parts) => {
        const paidFen = parts.reduce((sum, part) => sum + part, 0)
        const paid = aPayment({ status: 'SUCCEEDED', amountFen: paidFen, paidFen, refundingFen: paidFen })
        const back = parts.reduce((payment, part) => giveBack(payment, part, NOW).next, paid)
        expect(back).toMatchObject({ status: 'REFUNDED', refundedFen: paidFen, refundingFen: 0 })
      }),
    )
  })
})

describe('the schedule', () => {
  test('asks after 5 s, 30 s, 1, 3 and 5 minutes and stops when the deadline is long over', () => {
    const attempt = anAttempt()
    const waits = [0, 1, 2, 3, 4, 5].map((queryCount) =>
      nextQueryAt({ ...attempt, queryCount }, NOW)?.getTime(),
    )
    expect(waits.map((at) => ((at ?? 0) - NOW.getTime()) / 1000)).toEqual([5, 30, 60, 180, 300, 300])
    expect(nextQueryAt(attempt, later(900_000 + 600_001))).toBeNull()
  })

  test('closes a number only when the call that makes it is over', () => {
    expect(closableAt(anAttempt({ status: 'CREATED' }), NOW)).toEqual(later(PREPAY_CALL_MS))
    expect(closableAt(anAttempt(), NOW)).toEqual(NOW)
    expect([0, 1, 2, 3, 4, 9].map(closeWaitMs)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
  })

  test('hands a prepay id out as long as it lives', () => {
    expect(hasUsablePrepay(anAttempt(), NOW)).toBe(true)
    expect(hasUsablePrepay(anAttempt(), later(7_200_000 - 30_000))).toBe(false)
    expect(hasUsablePrepay(anAttempt({ status: 'UNKNOWN' }), NOW)).toBe(false)
  })
})

describe('numbers', () => {
  test('fit the provider and are the same every time', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(outTradeNoOf('ABCDEF', id)).toMatch(/^ABCDEF[0-9a-z]{25}$/)
        expect(outTradeNoOf('LL', id)).toBe(outTradeNoOf('LL', id))
        for (const make of Object.values(refundNumbers))
          expect(make('ABCDEF', id)).toMatch(/^[0-9A-Za-z_-]{6,60}$/)
      }),
    )
  })

  test('of different ids differ', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => a === b || outTradeNoOf('', a) !== outTradeNoOf('', b)),
    )
  })

  test('of a refund grow only from the second time on', () => {
    expect([1, 2, 3].map((number) => outRefundNoOf('LLAS1', number))).toEqual(['LLAS1', 'LLAS1-2', 'LLAS1-3'])
  })
})
