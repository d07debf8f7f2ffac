import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { OrderErrors } from '../errors.ts'
import type { Quote } from './quote.ts'
import { createQuoteSigner } from './quote-token.ts'

const KEY = '7'.repeat(64)
const NOW = Date.parse('2026-01-02T03:04:05Z')
const signer = createQuoteSigner(KEY)

const quote: Quote = {
  id: 'q-1',
  userId: 'u-1',
  expiresAtMs: NOW + 1,
  merchantId: 'm-1',
  communityId: 'c-1',
  warehouseId: 'w-1',
  mode: 'SELF_PICKUP',
  pickupPointId: 'p-1',
  addressId: null,
  slotId: null,
  couponId: null,
  fromCart: false,
  promotionVersion: null,
  feeRuleVersion: null,
  pointsRuleVersion: null,
  lines: [],
  totals: {
    goodsFen: 0,
    discountFen: 0,
    couponDiscountFen: 0,
    points: 0,
    pointsDiscountFen: 0,
    feeFen: 0,
    feeDiscountFen: 0,
    payableFen: 0,
  },
}

/** As another version would: our key, another content. */
function signedBy(content: object): string {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url')
  const signature = createHmac('sha256', Buffer.from(KEY, 'hex')).update(body).digest('base64url')
  return `${body}.${signature}`
}

test('a quote is what was signed, for its user, until it expires', () => {
  const token = signer.sign(quote)
  expect(signer.verify(token, 'u-1', NOW)).toEqual(quote)
  expect(() => signer.verify(token, 'u-2', NOW)).toThrow(OrderErrors.QUOTE_INVALID())
  expect(() => signer.verify(token, 'u-1', NOW + 1)).toThrow(OrderErrors.QUOTE_EXPIRED())
  expect(() => signer.verify(`${token.slice(0, -2)}AA`, 'u-1', NOW)).toThrow(OrderErrors.QUOTE_INVALID())
})

test('a quote of a version that counts other parts has expired: the client settles again', () => {
  expect(() => signer.verify(signedBy(quote), 'u-1', NOW)).toThrow(OrderErrors.QUOTE_EXPIRED())
  const other = { ...quote, edition: 'another', memberGiftFen: 100 }
  expect(() => signer.verify(signedBy(other), 'u-1', NOW)).toThrow(OrderErrors.QUOTE_EXPIRED())
})

test('a key of another length is refused at start', () => {
  expect(() => createQuoteSigner(KEY.slice(2))).toThrow('QUOTE_KEY_FILE')
})
