import { beforeEach, describe, expect, test } from 'vitest'
import { useSettings } from '../settings'
import { money, parseYuan, priceParts } from './money'
import { noteServerTime, serverNow } from './server-time'
import { dateTime, dayName, friendlyTime, remaining, shortDay } from './time'

beforeEach(() => useSettings.getState().set({ lang: 'zh' }))

describe('money', () => {
  test.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [1990, '¥19.90'],
    [-500, '-¥5.00'],
    [-5, '-¥0.05'],
    [123_456_789, '¥1234567.89'],
  ])('%s fen is %s', (fen, text) => {
    expect(money(fen)).toBe(text)
  })

  test('falls into parts for layouts', () => {
    expect(priceParts(-1205)).toEqual({ sign: '-', yuan: '12', cents: '05' })
  })

  test.each([
    ['12.8', 1280],
    [' 12.80 ', 1280],
    ['0.05', 5],
    ['7', 700],
    ['', undefined],
    ['1.234', undefined],
    ['-1', undefined],
    ['1,000', undefined],
    ['十二', undefined],
  ])('what is typed as %j is %s', (text, fen) => {
    expect(parseYuan(text)).toBe(fen)
  })
})

describe('time', () => {
  const noon = Date.parse('2026-11-22T04:00:00Z') // 12:00 in Shanghai

  test('is told as in Shanghai, wherever the device is', () => {
    expect(dateTime('2026-11-21T16:00:00.000Z')).toBe('2026-11-22 00:00')
    expect(shortDay('2026-12-31T16:30:00Z')).toBe('01-01')
  })

  test.each([
    ['2026-11-22T01:05:00Z', '今天 09:05'],
    ['2026-11-21T15:59:00Z', '昨天 23:59'],
    ['2026-11-19T01:05:00Z', '11-19 09:05'],
    ['2025-11-22T01:05:00Z', '2025-11-22 09:05'],
  ])('%s is %s', (iso, text) => {
    expect(friendlyTime(iso, noon)).toBe(text)
  })

  test('a business day is today, tomorrow, or a date, in the language of the moment', () => {
    expect(dayName('2026-11-22', noon)).toBe('今天')
    expect(dayName('2026-11-23', noon)).toBe('明天')
    useSettings.getState().set({ lang: 'en' })
    expect(dayName('2026-11-23', noon)).toBe('Tomorrow')
    expect(dayName('2026-11-24', noon)).toBe('11-24')
  })

  test.each([
    [-1, '00:00'],
    [1, '00:01'],
    [899_000, '14:59'],
    [3_723_000, '1:02:03'],
    [90_061_000, '1天 1:01:01'],
  ])('%s ms left reads %s', (ms, text) => {
    expect(remaining(ms)).toBe(text)
  })

  test('runs on the clock of the server', () => {
    noteServerTime(Math.floor(Date.now() / 1000) + 3600)
    expect(Math.abs(serverNow() - Date.now() - 3_600_000)).toBeLessThan(1100)
  })
})
