import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pictureKeys, pictureObjectKey, picturePath } from '../pictures.ts'
import { categories } from './categories.ts'
import { merchants } from './merchants.ts'
import { products, skus } from './products.ts'
import { recommendations } from './recommendations.ts'
import { residents } from './residents.ts'
import { warehouse } from './warehouse.ts'

test('has a catalogue of the size of a real shop', () => {
  expect(products.length).toBeGreaterThanOrEqual(120)
  expect(skus.length).toBeGreaterThanOrEqual(200)
  expect(skus.length).toBeLessThanOrEqual(220)
  expect(skus.filter(({ perOrderLimit }) => perOrderLimit !== null).length).toBeGreaterThan(5)
  expect(skus.some(({ stock }) => stock === 0)).toBe(true)
  expect(new Set(products.map(({ storageType }) => storageType))).toEqual(
    new Set(['AMBIENT', 'CHILLED', 'FROZEN']),
  )
})

test('grows a tree of three levels with products on every leaf and nowhere else', () => {
  const byId = new Map(categories.map((category) => [category.id, category]))
  for (const category of categories) {
    const parent = category.parentId === null ? undefined : byId.get(category.parentId)
    expect(category.level).toBe((parent?.level ?? 0) + 1)
    expect(category.path).toBe(parent ? `${parent.path}/${category.id}` : category.id)
  }
  const leaves = categories.filter(({ level }) => level === 3).map(({ id }) => id)
  expect(new Set(products.map(({ categoryId }) => categoryId))).toEqual(new Set(leaves))
})

test('refers to things that exist', () => {
  const productIds = new Set(products.map(({ id }) => id))
  const merchantIds = new Set(merchants.map(({ id }) => id))
  expect(products.every(({ merchantId }) => merchantIds.has(merchantId))).toBe(true)
  expect(products.every((product) => product.skus.every(({ productId }) => productId === product.id))).toBe(
    true,
  )
  expect(skus.every(({ warehouseId }) => warehouseId === warehouse.id)).toBe(true)
  expect(recommendations.every(({ productId }) => productIds.has(productId))).toBe(true)
  expect(new Set(recommendations.map(({ slot }) => slot)).size).toBe(2)
})

test('names every product and every code once', () => {
  for (const values of [
    products.map(({ name }) => name),
    products.map(({ key }) => key),
    skus.map(({ key }) => key),
    skus.map(({ code }) => code),
  ]) {
    expect(new Set(values).size).toBe(values.length)
  }
})

test('tells the SKUs of a product apart by the same dimensions', () => {
  for (const product of products) {
    const specs = product.skus.map((sku) => JSON.stringify(sku.specs))
    expect(new Set(specs).size, product.key).toBe(specs.length)
    const dimensions = product.skus.map((sku) => sku.specs.map(({ name }) => name).join())
    expect(new Set(dimensions).size, product.key).toBe(1)
  }
})

test('sells above cost and never above the market price', () => {
  for (const sku of skus) {
    expect(sku.costFen, sku.key).toBeGreaterThan(0)
    expect(sku.priceFen, sku.key).toBeGreaterThanOrEqual(sku.costFen)
    expect(sku.marketPriceFen, sku.key).toBeGreaterThanOrEqual(sku.priceFen)
    expect(sku.netWeightGrams, sku.key).toBeGreaterThan(0)
    expect([sku.priceFen, sku.marketPriceFen, sku.costFen, sku.stock].every(Number.isInteger), sku.key).toBe(
      true,
    )
  }
})

test('asks no more per gram for the bigger pack', () => {
  for (const product of products) {
    const perGram = product.skus
      .filter(({ specs }) => specs.length === 1)
      .map(({ priceFen, netWeightGrams }) => priceFen / netWeightGrams)
    for (const [index, price] of perGram.entries()) {
      expect(price, product.key).toBeLessThanOrEqual((perGram[index - 1] ?? price) * 1.001)
    }
  }
})

test('finds the file of every picture and uses every picture', () => {
  for (const key of pictureKeys) {
    expect(existsSync(picturePath(key)), key).toBe(true)
    expect(pictureObjectKey(key)).toBe(`demo/pictures/${key}.svg`)
  }
  const used = [
    ...products.flatMap(({ pictures }) => pictures),
    ...skus.map(({ picture }) => picture),
    ...categories.map(({ picture }) => picture),
    ...merchants.map(({ logo }) => logo),
    ...residents.map(({ avatar }) => avatar),
  ]
  expect(new Set(used)).toEqual(new Set(pictureKeys))
})
