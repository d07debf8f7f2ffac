import { createHash, randomBytes } from 'node:crypto'

/** Crockford's base 32: nothing that is read as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16 // × 5 bits = 80 random bits; product.md A06 asks for 64

/** A code as it is printed: 4 groups of 4. */
export function newCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % 32] ?? '')
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** What is stored: as typed by people, without case, hyphens and look-alikes. */
export function hashCode(code: string): string {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return createHash('sha256').update(plain).digest('hex')
}

export type CodeBatch = {
  readonly id: string
  readonly templateId: string
  readonly count: number
  readonly expiresAt: Date | null
  readonly createdAt: Date
}
