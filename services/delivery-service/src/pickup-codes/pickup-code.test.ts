import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { ALPHABET, codesOf, normalizeCode, proxyOf, qrOf, readQr, tailIndexOf } from './pickup-code.ts'

const keyed = (key: string) => (plain: string) => createHmac('sha256', key).update(plain).digest('base64url')
const index = keyed('a')
const id = '019b76da-a800-7346-a9ab-e900809659aa'
const at = new Date('2026-11-23T08:00:30Z')
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)

test('codes have six letters, later eight, all of the alphabet and none that look alike', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 2000; n += 1) {
    const code = codesOf(index, `order-${n}`)(0)
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/)
    for (const letter of code) seen.add(letter)
  }
  expect([...seen].sort().join('')).toBe(ALPHABET)
  expect(codesOf(index, 'order-1')(8)).toHaveLength(8)
})

test('the same order gets the same codes, attempt by attempt, and another key other ones', () => {
  expect(codesOf(index, 'order')(3)).toBe(codesOf(index, 'order')(3))
  expect(codesOf(index, 'order')(3)).not.toBe(codesOf(index, 'order')(4))
  expect(codesOf(keyed('b'), 'order')(3)).not.toBe(codesOf(index, 'order')(3))
  expect(normalizeCode(' ab-c 2d4 ')).toBe('ABC2D4')
})

test('a QR rotates every 60 s and stays good for one step more', () => {
  const { payload, expiresAt } = qrOf(index, id, at)
  expect(expiresAt.toISOString()).toBe('2026-11-23T08:01:00.000Z')
  expect(qrOf(index, id, later(29)).payload).toBe(payload)
  expect(qrOf(index, id, later(30)).payload).not.toBe(payload)
  expect(readQr(index, payload, later(89))).toBe(id)
  expect(readQr(index, payload, later(90))).toBeUndefined()
  expect(readQr(index, payload, later(-31))).toBeUndefined()
})

test('an altered payload, another key, and a step dressed up as a proxy open nothing', () => {
  const { payload } = qrOf(index, id, at)
  expect(readQr(keyed('b'), payload, at)).toBeUndefined()
  expect(readQr(index, payload.replace('a800', 'b800'), at)).toBeUndefined()
  expect(readQr(index, payload.replace('LL1', 'LLP'), at)).toBeUndefined()
  expect(readQr(index, `${payload}A`, at)).toBeUndefined()
  expect(readQr(index, '', at)).toBeUndefined()
  const proxy = proxyOf(index, id, later(3600)).payload
  expect(readQr(index, proxy, later(3599))).toBe(id)
  expect(readQr(index, proxy, later(3600))).toBeUndefined()
})

test('a phone tail has another index at another point, and only four digits have one', () => {
  expect(tailIndexOf(index, 'p1', '5678')).not.toBe(tailIndexOf(index, 'p2', '5678'))
  expect(tailIndexOf(index, 'p1', '678')).toBeNull()
  expect(tailIndexOf(index, 'p1', '56a8')).toBeNull()
})
