import { expect, test } from 'vitest'
import { businessDay, businessDayRange, defineErrors, defineMachine, isId, newId } from './index.ts'

test('ids are UUIDv7, unique, and sort by time', () => {
  const ids = Array.from({ length: 5000 }, (_, i) => newId(new Date(1_760_000_000_000 + i)))
  expect(new Set(ids).size).toBe(5000)
  expect(ids.every(isId)).toBe(true)
  expect([...ids].sort()).toEqual(ids)
  expect(ids[0]?.[14]).toBe('7')
})

test('the business day turns at midnight in Shanghai', () => {
  expect(businessDay(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
  expect(businessDay(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23')
  const { from, to } = businessDayRange('2026-11-23')
  expect(from.toISOString()).toBe('2026-11-22T16:00:00.000Z')
  expect(to.getTime() - from.getTime()).toBe(86_400_000)
})

test('an illegal transition throws a conflict that names machine, state and event', () => {
  const door = defineMachine('door', 'OPEN', {
    OPEN: { close: 'CLOSED' },
    CLOSED: { open: 'OPEN', lock: 'LOCKED' },
    LOCKED: {},
  })
  expect(door.next('OPEN', 'close')).toBe('CLOSED')
  expect(door.can('OPEN', 'lock')).toBe(false)
  expect(door.isFinal('LOCKED')).toBe(true)
  expect(() => door.next('LOCKED', 'open')).toThrow(expect.objectContaining({ code: 1004, kind: 'conflict' }))
  expect(door.diagram()).toContain('CLOSED --> LOCKED: lock')
})

test('errors carry a code and speak two languages', () => {
  const Errors = defineErrors({ SKU_SHORT: [1201, 'rule', '库存不足：{name}', 'Not enough stock: {name}'] })
  const error = Errors.SKU_SHORT({ name: '番茄' })
  expect(error.text('zh')).toBe('库存不足：番茄')
  expect(error.text('en')).toBe('Not enough stock: 番茄')
  expect(() => defineErrors({ A: [1, 'rule', 'a', 'a'], B: [1, 'rule', 'b', 'b'] })).toThrow('defined twice')
})
