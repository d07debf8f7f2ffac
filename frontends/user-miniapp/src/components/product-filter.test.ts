import { expect, test } from 'vitest'
import { ANY, filterCount, priceRange } from './product-filter'

test('a price range is read from two fields in yuan', () => {
  expect(priceRange('5', '9.9')).toEqual({ minPriceFen: 500, maxPriceFen: 990 })
  expect(priceRange('', '10')).toEqual({ minPriceFen: undefined, maxPriceFen: 1000 })
  expect(priceRange('30', '')).toEqual({ minPriceFen: 3000, maxPriceFen: undefined })
  expect(priceRange('', ' ')).toEqual({ minPriceFen: undefined, maxPriceFen: undefined })
})

test('the two fields may be mixed up, and what is no price is none', () => {
  expect(priceRange('20', '10')).toEqual({ minPriceFen: 1000, maxPriceFen: 2000 })
  expect(priceRange('cheap', '10')).toBeUndefined()
  expect(priceRange('5', '-1')).toBeUndefined()
  expect(priceRange('', '9999999')).toBeUndefined()
})

test('a price counts once, however it is bounded', () => {
  expect(filterCount(ANY)).toBe(0)
  expect(filterCount({ ...ANY, sort: 'sales', inStock: true })).toBe(0)
  expect(filterCount({ ...ANY, tag: 'hot', minPriceFen: 0, maxPriceFen: 500 })).toBe(2)
  expect(filterCount({ ...ANY, maxPriceFen: 500 })).toBe(1)
})
