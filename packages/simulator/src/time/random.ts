import { createHash } from 'node:crypto'

export type Random = {
  /** Uniform in [0, 1). */
  fraction: () => number
  chance: (probability: number) => boolean
  digits: (count: number) => string
  letters: (count: number) => string
  hex: (count: number) => string
  uuid: () => string
}

const DIGITS = '0123456789'
const ALPHABET = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`
const HEX = '0123456789abcdef'

/** Deterministic for a seed, so that a failing run can be repeated: SHA-256 in counter mode. */
export function createRandom(seed: string): Random {
  let pool = Buffer.alloc(0)
  let used = 0
  let counter = 0
  const byte = (): number => {
    if (used === pool.length) {
      pool = createHash('sha256').update(`${seed}:${counter}`).digest()
      counter += 1
      used = 0
    }
    used += 1
    return pool[used - 1] ?? 0
  }
  const pick = (alphabet: string, count: number): string => {
    let text = ''
    while (text.length < count) text += alphabet[byte() % alphabet.length]
    return text
  }
  const fraction = () => (byte() * 2 ** 24 + byte() * 2 ** 16 + byte() * 2 ** 8 + byte()) / 2 ** 32
  const hex = (count: number) => pick(HEX, count)
  return {
    fraction,
    chance: (probability) => probability >= 1 || fraction() < probability,
    digits: (count) => pick(DIGITS, count),
    letters: (count) => pick(ALPHABET, count),
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  }
}
