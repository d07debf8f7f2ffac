import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { OrderErrors } from '../errors.ts'
import { QUOTE_SHAPE, type Quote } from './quote.ts'

export const QUOTE_TTL_MS = 10 * 60 * 1000

/** While two versions run, one must not order by a quote of which it would miss a part. */
const EDITION = createHash('sha256').update(QUOTE_SHAPE).digest('base64url').slice(0, 8)

type Signed = Quote & { readonly edition: string }

export type QuoteSigner = {
  sign(quote: Quote): string
  /** @throws QUOTE_INVALID when it is not ours or not this user's, QUOTE_EXPIRED after ten minutes or by another version. */
  verify(token: string, userId: string, nowMs: number): Quote
}

/** @param keyHex 32 bytes in hex. Signed, not stored: what the user saw is what they may order, and nothing else (O02). */
export function createQuoteSigner(keyHex: string): QuoteSigner {
  const key = createSecretKey(keyHex.trim(), 'hex')
  if (key.symmetricKeySize !== 32) throw new Error('QUOTE_KEY_FILE must hold 32 bytes in hex')
  const mac = (body: string) => createHmac('sha256', key).update(body).digest()
  return {
    sign(quote) {
      const body = Buffer.from(JSON.stringify({ ...quote, edition: EDITION } satisfies Signed)).toString(
        'base64url',
      )
      return `${body}.${mac(body).toString('base64url')}`
    },
    verify(token, userId, nowMs) {
      const [body = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const expected = mac(body)
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        throw OrderErrors.QUOTE_INVALID()
      const { edition, ...quote } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Signed
      if (quote.userId !== userId) throw OrderErrors.QUOTE_INVALID()
      if (edition !== EDITION || quote.expiresAtMs <= nowMs) throw OrderErrors.QUOTE_EXPIRED()
      return quote
    },
  }
}
