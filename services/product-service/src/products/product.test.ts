import { expect, test } from 'vitest'
import { productMachine, specHashOf, specTextOf } from './product.ts'

test('the way of a product is these transitions and no others', () => {
  expect(productMachine.table).toMatchInlineSnapshot(`
    {
      "DRAFT": {
        "recycle": "RECYCLED",
        "submit": "PENDING_REVIEW",
      },
      "OFF_SALE": {
        "putOn": "ON_SALE",
        "recycle": "RECYCLED",
      },
      "ON_SALE": {
        "takeOff": "OFF_SALE",
      },
      "PENDING_REVIEW": {
        "approve": "ON_SALE",
        "approveForLater": "OFF_SALE",
        "reject": "DRAFT",
        "withdraw": "DRAFT",
      },
      "RECYCLED": {
        "restore": "DRAFT",
      },
    }
  `)
})

test('every state of a product can be reached', () => {
  const seen = new Set([productMachine.initial])
  for (const state of seen) {
    for (const next of Object.values(productMachine.table[state] ?? {})) seen.add(next as typeof state)
  }
  expect([...seen].sort()).toEqual([...productMachine.states].sort())
})

test('a specification is the same in any order of its dimensions', () => {
  const [size, pack] = [
    { name: '规格', value: '500g' },
    { name: '包装', value: '礼盒' },
  ]
  expect(specHashOf([size, pack])).toBe(specHashOf([pack, size]))
  expect(specHashOf([size, pack])).not.toBe(specHashOf([size]))
  expect(specHashOf([{ name: '规格 ', value: '５００g' }])).toBe(
    specHashOf([{ name: '规格', value: '500g' }]),
  )
  expect(specTextOf([size, pack])).toBe('500g / 礼盒')
})
