/** A UUID string of one kind of thing. The kind exists for the compiler only, so plain strings are accepted. */
export type Id<Kind extends string> = string & { readonly __kind?: Kind }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isId(text: string): boolean {
  return UUID.test(text)
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const pool = new Uint8Array(10 * 128)
let used = pool.length

/**
 * A new UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits. Sorts by time, so B-tree
 * inserts stay at the right edge and the month is in the id (product.md S7).
 * @param at the instant to carry; callers pass `work.now` or `clock.now()`.
 */
export function newId<Kind extends string = string>(at: Date): Id<Kind> {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const random = pool.subarray(used, used + 10)
  used += 10
  const time = at.getTime().toString(16).padStart(12, '0')
  const byte = (index: number) => hex[random[index] ?? 0] ?? '00'
  const versioned = hex[((random[0] ?? 0) & 0x0f) | 0x70] ?? '70'
  const variant = hex[((random[2] ?? 0) & 0x3f) | 0x80] ?? '80'
  return `${time.slice(0, 8)}-${time.slice(8)}-${versioned}${byte(1)}-${variant}${byte(3)}-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`
}
