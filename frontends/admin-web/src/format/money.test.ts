import { expect, test } from 'vitest'
import { formatBp, formatFen, formatYuan, parseYuan } from './money.ts'

test.each([
  [0, '0.00'],
  [5, '0.05'],
  [99, '0.99'],
  [100, '1.00'],
  [123_456, '1,234.56'],
  [100_000_000, '1,000,000.00'],
  [-5, '-0.05'],
  [-123_456, '-1,234.56'],
])('%i fen are %s', (fen, text) => {
  expect(formatFen(fen)).toBe(text)
})

test('the sign stands in front of the currency', () => {
  expect(formatYuan(-1290)).toBe('-¥12.90')
  expect(formatYuan(1290)).toBe('¥12.90')
})

test.each([
  ['12.8', 1280],
  ['12', 1200],
  ['.5', 50],
  ['0.07', 7],
  [' 1,234.56 ', 123_456],
  ['19.99', 1999], // 19.99 * 100 is 1998.9999999999998
])('%s is %i fen', (text, fen) => {
  expect(parseYuan(text)).toBe(fen)
})

test.each(['', '.', '-1', '1.234', '1e3', '十', '12..5', '9999999999'])('%j is no amount', (text) => {
  expect(parseYuan(text)).toBeUndefined()
})

test('every amount comes back as it was written', () => {
  for (let fen = 0; fen < 20_000; fen += 7) expect(parseYuan(formatFen(fen))).toBe(fen)
})

test('basis points are per cent', () => {
  expect(formatBp(9500)).toBe('95%')
  expect(formatBp(8550)).toBe('85.5%')
})
