import { expect, test } from 'vitest'
import type { Product } from '../api'
import { availability, choose, findSku, specNames, valuesOf } from './specs'

const sku = (id: string, specs: Record<string, string>) => ({
  id,
  specs: Object.entries(specs).map(([name, value]) => ({ name, value })),
  specText: Object.values(specs).join(' '),
  priceFen: 100,
  marketPriceFen: 100,
  netWeightG: 1,
  imageUrl: '',
  limitPerOrder: null,
  limitPerDay: null,
})
const skus = [
  sku('s1', { 重量: '300g', 包装: '盒' }),
  sku('s2', { 重量: '500g', 包装: '盒' }),
  sku('s3', { 重量: '500g', 包装: '袋' }),
]
const product: Pick<Product, 'skus'> = { skus }
const live = [
  { skuId: 's1', purchasable: true },
  { skuId: 's2', purchasable: false },
  { skuId: 's3', purchasable: true },
]

test('the matrix is read from the SKUs, in their order', () => {
  expect(specNames(product)).toEqual(['重量', '包装'])
  expect(valuesOf(product, '重量')).toEqual(['300g', '500g'])
})

test('a full choice is one SKU', () => {
  expect(findSku(product, { 重量: '500g', 包装: '袋' })?.id).toBe('s3')
  expect(findSku(product, { 重量: '300g', 包装: '袋' })).toBeUndefined()
})

test('a value is offered when something that can be bought has it with the other choices', () => {
  const specs = { 重量: '300g', 包装: '盒' }
  expect(availability(product, live, { specs, name: '重量', value: '300g' })).toBe(true)
  expect(availability(product, live, { specs, name: '重量', value: '500g' })).toBe(false)
  expect(availability(product, live, { specs, name: '包装', value: '袋' })).toBe(false)
})

test('a choice that exists with no other gives way to the nearest SKU', () => {
  expect(choose(product, { 重量: '300g', 包装: '盒' }, { name: '包装', value: '袋' })).toEqual({
    重量: '500g',
    包装: '袋',
  })
})
