import { expect, test } from 'vitest'
import { orderMachine } from './order.ts'
import { luhnDigit, orderNumber } from './order-number.ts'

test('the table of states is exactly product.md §6.1', () => {
  expect(orderMachine.table).toMatchInlineSnapshot(`
    {
      "CLOSED": {},
      "COMPLETED": {},
      "CREATED": {
        "confirm": "PENDING_PAYMENT",
        "reject": "CLOSED",
      },
      "DELIVERING": {
        "arrive": "READY_FOR_PICKUP",
        "receive": "COMPLETED",
        "refundAll": "CLOSED",
      },
      "GROUPING": {
        "groupFailed": "CLOSED",
        "groupSucceeded": "PREPARING",
      },
      "PENDING_PAYMENT": {
        "close": "CLOSED",
        "pay": "PREPARING",
        "payForGroup": "GROUPING",
      },
      "PREPARING": {
        "arrive": "READY_FOR_PICKUP",
        "dispatch": "DELIVERING",
        "refundAll": "CLOSED",
      },
      "READY_FOR_PICKUP": {
        "refundAll": "CLOSED",
        "verify": "COMPLETED",
      },
    }
  `)
  expect(orderMachine.states.filter(orderMachine.isFinal)).toEqual(['COMPLETED', 'CLOSED'])
})

test('every state can be reached', () => {
  const seen = new Set<string>([orderMachine.initial])
  for (let before = 0; before !== seen.size; ) {
    before = seen.size
    for (const state of [...seen])
      for (const to of Object.values(orderMachine.table[state] ?? {})) seen.add(to)
  }
  expect([...seen].sort()).toEqual([...orderMachine.states].sort())
})

test('order numbers are unique, carry the Shanghai day and a check digit, and hide the volume', () => {
  const at = new Date('2026-11-22T16:30:00Z')
  const numbers = Array.from({ length: 10_000 }, (_, i) => orderNumber(at, i + 1, 7))
  expect(new Set(numbers).size).toBe(10_000)
  expect(numbers.every((no) => /^26112307\d{9}$/.test(no) && luhnDigit(no.slice(0, -1)) === no.at(-1))).toBe(
    true,
  )
  const [first = '', second = ''] = numbers
  expect(Math.abs(Number(first) - Number(second))).toBeGreaterThan(1_000_000)
})
