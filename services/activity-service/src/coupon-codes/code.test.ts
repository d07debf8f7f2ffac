import { expect, test } from 'vitest'
import { hashCode, newCode } from './code.ts'

test('a code is 80 random bits in groups of four', () => {
  const codes = Array.from({ length: 500 }, newCode)
  expect(new Set(codes).size).toBe(500)
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
})

test('a code is read as people type it', () => {
  expect(hashCode('o1il-2345-6789-abcd')).toBe(hashCode('0111 23456789ABCD'))
  expect(hashCode('0111-2345-6789-ABCE')).not.toBe(hashCode('0111-2345-6789-ABCD'))
})
