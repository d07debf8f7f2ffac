import { expect, test } from 'vitest'
import { demandOf, refusalOf, reservationMachine, type SkuFacts } from './reservation.ts'

const sku = (some: Partial<SkuFacts>): SkuFacts => ({
  skuId: 'a',
  productId: 'p',
  productName: '草莓',
  specText: '500g',
  onSale: true,
  limitPerOrder: null,
  limitPerDay: null,
  stockFactor: 1,
  available: 10,
  ...some,
})
const factsOf = (...skus: SkuFacts[]) => new Map(skus.map((each) => [each.skuId, each]))

test('a reservation takes these steps and no others', () => {
  expect(reservationMachine.table).toMatchInlineSnapshot(`
    {
      "COMMITTED": {
        "fulfil": "FULFILLED",
        "restock": "RESTOCKED",
        "writeOff": "WRITTEN_OFF",
      },
      "FULFILLED": {
        "restock": "RESTOCKED",
        "writeOff": "WRITTEN_OFF",
      },
      "REJECTED": {},
      "RELEASED": {},
      "RESERVED": {
        "commit": "COMMITTED",
        "release": "RELEASED",
      },
      "RESTOCKED": {},
      "WRITTEN_OFF": {},
    }
  `)
})

test('what was released, refused or undone stays so', () => {
  for (const state of ['RELEASED', 'REJECTED', 'RESTOCKED', 'WRITTEN_OFF'] as const) {
    expect(reservationMachine.isFinal(state)).toBe(true)
    expect(() => reservationMachine.next(state, 'commit')).toThrow('ILLEGAL_TRANSITION')
  }
})

test('T15 lines of one SKU are one demand, demands come in id order', () => {
  const lines = [
    { skuId: 'b', qty: 1 },
    { skuId: 'a', qty: 2 },
    { skuId: 'b', qty: 3 },
  ]
  expect(demandOf(lines)).toEqual([
    { skuId: 'a', qty: 2 },
    { skuId: 'b', qty: 4 },
  ])
})

test('what is not on sale is refused before anything else, what does not exist with it', () => {
  const facts = factsOf(sku({ onSale: false, available: 0 }))
  const demands = [
    { skuId: 'a', qty: 1 },
    { skuId: 'x', qty: 1 },
  ]
  const refusal = refusalOf(demands, facts, new Map())
  expect(refusal?.reason).toBe('OFF_SALE')
  expect(refusal?.shortages.map(({ skuId, available }) => [skuId, available])).toEqual([
    ['a', 0],
    ['x', 0],
  ])
})

test('a daily limit counts what was bought today', () => {
  const facts = factsOf(sku({ limitPerDay: 3 }))
  expect(refusalOf([{ skuId: 'a', qty: 2 }], facts, new Map([['a', 1]]))).toBeUndefined()
  expect(refusalOf([{ skuId: 'a', qty: 2 }], facts, new Map([['a', 2]]))).toMatchObject({
    reason: 'LIMIT_EXCEEDED',
    excesses: [{ kind: 'PER_DAY', limit: 3, alreadyBought: 2, requested: 2 }],
  })
})

test('packs are counted in packs', () => {
  const facts = factsOf(sku({ stockFactor: 4, available: 11 }))
  expect(refusalOf([{ skuId: 'a', qty: 2 }], facts, new Map())).toBeUndefined()
  expect(refusalOf([{ skuId: 'a', qty: 3 }], facts, new Map())).toMatchObject({
    reason: 'SHORTAGE',
    shortages: [{ requested: 3, available: 2 }],
  })
})
