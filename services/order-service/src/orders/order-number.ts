import { businessDay } from '@linli/core'

const SPACE = 100_000_000
/** Odd and no multiple of five, so that it is coprime with 10^8 and the mapping is one-to-one. */
const MULTIPLIER = 38_274_361
const OFFSET = 71_309_833

/**
 * `yyMMdd` + shard (2) + scrambled sequence (8) + check digit (O27): people can read the day, nobody can read the
 * volume. Unique for 10^8 orders a day and shard.
 * @param sequence from the database's sequence. @param shard 0–99.
 */
export function orderNumber(at: Date, sequence: number, shard: number): string {
  const day = businessDay(at).slice(2).replaceAll('-', '')
  const scrambled = Number((BigInt(sequence % SPACE) * BigInt(MULTIPLIER) + BigInt(OFFSET)) % BigInt(SPACE))
  const body = `${day}${String(shard).padStart(2, '0')}${String(scrambled).padStart(8, '0')}`
  return body + luhnDigit(body)
}

/** The Luhn check digit (ISO/IEC 7812-1, annex B) of a string of digits. */
export function luhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}
