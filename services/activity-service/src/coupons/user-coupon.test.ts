import { describe, expect, test } from 'vitest'
import {
  couponMachine,
  GRACE_MS,
  giveBack,
  lock,
  revoke,
  statusAt,
  type UserCoupon,
  unlock,
  use,
} from './user-coupon.ts'

const now = new Date('2026-11-22T12:00:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const DAY_MS = 86_400_000

const unused: UserCoupon = {
  id: 'c1',
  templateId: 't1',
  userId: 'u1',
  source: 'CLAIM',
  name: '满20减5',
  merchantId: null,
  funding: 'PLATFORM',
  terms: {
    type: 'CASH',
    thresholdFen: 0,
    amountFen: 100,
    discountBp: 0,
    capFen: null,
    minimumPaymentFen: 0,
    scope: { kind: 'ALL' },
    scopeText: '',
    stackGroup: 'GOODS',
    withPromotions: false,
    withPoints: true,
  },
  validFrom: later(-DAY_MS),
  validUntil: later(DAY_MS),
  status: 'UNUSED',
  lockedOrderId: null,
  usedAt: null,
  discountFen: null,
  graceUsed: false,
  returnCount: 0,
  version: 1,
  createdAt: now,
}
const locked = lock(unused, { orderId: 'o1', discountFen: 100 }).next
const used = use(locked, now).next

test('the machine is that of product.md §6.5', () => {
  expect(couponMachine.table).toMatchInlineSnapshot(`
    {
      "EXPIRED": {},
      "LOCKED": {
        "expire": "EXPIRED",
        "unlock": "UNUSED",
        "use": "USED",
      },
      "REVOKED": {},
      "UNUSED": {
        "expire": "EXPIRED",
        "lock": "LOCKED",
        "revoke": "REVOKED",
      },
      "USED": {
        "return": "UNUSED",
      },
    }
  `)
})

test('T20 a locked coupon cannot be locked again, a used one neither', () => {
  expect(() => lock(locked, { orderId: 'o2', discountFen: 1 })).toThrow('ILLEGAL_TRANSITION')
  expect(() => lock(used, { orderId: 'o2', discountFen: 1 })).toThrow('ILLEGAL_TRANSITION')
  expect(() => revoke(locked)).toThrow('ILLEGAL_TRANSITION')
})

test('expiry is a matter of time, not of a job', () => {
  expect(statusAt(unused, later(DAY_MS - 1))).toBe('UNUSED')
  expect(statusAt(unused, later(DAY_MS))).toBe('EXPIRED')
  expect(statusAt(locked, later(DAY_MS))).toBe('LOCKED')
})

describe('an order that was closed unpaid', () => {
  test('gives the coupon back as it was', () => {
    expect(unlock(locked, now).next).toMatchObject({
      status: 'UNUSED',
      lockedOrderId: null,
      discountFen: null,
      version: 3,
    })
  })

  test('gives 24 hours more when it ran out meanwhile, once', () => {
    const { next } = unlock(locked, later(DAY_MS + 1))
    expect(next).toMatchObject({ status: 'UNUSED', validUntil: later(DAY_MS + GRACE_MS), graceUsed: true })
    const again = lock(next, { orderId: 'o2', discountFen: 100 }).next
    expect(unlock(again, later(DAY_MS + GRACE_MS)).next.status).toBe('EXPIRED')
  })

  test('leaves it expired when it ran out longer ago', () => {
    expect(unlock(locked, later(DAY_MS + GRACE_MS)).next.status).toBe('EXPIRED')
  })
})

describe('an order that was refunded', () => {
  test('gives the coupon back, extended when it ran out', () => {
    expect(giveBack(used, now, 7 * DAY_MS)?.next).toMatchObject({
      status: 'UNUSED',
      returnCount: 1,
      validUntil: unused.validUntil,
    })
    expect(giveBack(used, later(DAY_MS), 7 * DAY_MS)?.next.validUntil).toEqual(later(8 * DAY_MS))
  })

  test('does not give it back twice, nor expired where expired ones are lost', () => {
    expect(giveBack({ ...used, returnCount: 1 }, now, DAY_MS)).toBeUndefined()
    expect(giveBack(used, later(DAY_MS), 0)).toBeUndefined()
  })
})
