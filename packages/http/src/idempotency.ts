import { createHash } from 'node:crypto'
import { CommonErrors } from '@linli/core'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

/** Header of every POST that moves money, stock, points, coupons or seats. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ minLength: 8, maxLength: 64, pattern: '^[0-9A-Za-z_-]+$' })),
})

/** @throws IDEMPOTENCY_KEY_REQUIRED when the header is missing. */
export function idempotencyKeyOf(request: Pick<FastifyRequest, 'headers'>): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') throw CommonErrors.IDEMPOTENCY_KEY_REQUIRED()
  return key
}

/** A stable fingerprint of a parsed body: the order of keys does not matter. */
export function requestHash(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('hex')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
