import { expect, test } from 'vitest'
import { combine, countOf, MOST_SKUS, problemOf, type SkuRow, specsOf } from './matrix.ts'

const WEIGHT = { name: '重量', values: ['500g', '1kg'] }
const GRADE = { name: '等级', values: ['一级', '特级'] }
const namesOf = (rows: readonly SkuRow[]) =>
  rows.map(({ specs }) => specs.map(({ value }) => value).join('/'))
const priced = (row: SkuRow, code: string): SkuRow => ({ ...row, code, priceFen: 1280 })

test('every combination of the values makes a row, in the order of the specs', () => {
  const rows = combine([WEIGHT, GRADE], [])
  expect(namesOf(rows)).toEqual(['500g/一级', '500g/特级', '1kg/一级', '1kg/特级'])
  expect(countOf([WEIGHT, GRADE])).toBe(4)
})

test('without specs there is one row', () => {
  expect(combine([], [])).toHaveLength(1)
  expect(countOf([])).toBe(1)
})

test('a new value leaves alone what was typed into the rows that were there', () => {
  const [first, second] = combine([WEIGHT], [])
  if (!first || !second) throw new Error('two values make two rows')
  const rows = combine(
    [{ ...WEIGHT, values: ['250g', '500g', '1kg'] }],
    [priced(first, 'A'), priced(second, 'B')],
  )
  expect(rows.map(({ code, priceFen }) => [code, priceFen])).toEqual([
    ['', null],
    ['A', 1280],
    ['B', 1280],
  ])
})

test('the only variant becomes the first when specs are given to it', () => {
  const [only] = combine([], [])
  if (!only) throw new Error('one row')
  const rows = combine([WEIGHT], [{ ...priced(only, 'APPLE'), id: 'sku-1' }])
  expect(rows.map(({ id, code }) => [id, code])).toEqual([
    ['sku-1', 'APPLE'],
    [undefined, ''],
  ])
})

test('blank and repeated values, and specs without a name, make no rows', () => {
  const rows = combine(
    [
      { name: ' 重量 ', values: ['500g', ' 500g ', ' '] },
      { name: ' ', values: ['x'] },
    ],
    [],
  )
  expect(rows.map(({ specs }) => specs)).toEqual([[{ name: '重量', value: '500g' }]])
})

test('the specs of a product are found in its rows', () => {
  expect(specsOf(combine([WEIGHT, GRADE], []))).toEqual([WEIGHT, GRADE])
})

test('what is missing is said before anything is sent', () => {
  const [row] = combine([], [])
  if (!row) throw new Error('one row')
  expect(problemOf([row])).toBe('codeNeeded')
  expect(problemOf([{ ...row, code: 'A' }])).toBe('priceNeeded')
  expect(problemOf([priced(row, 'A'), priced(row, 'A')])).toBe('codeNeeded') // codes are unique
  expect(problemOf([priced(row, '苹果')])).toBe('codeNeeded')
  expect(problemOf([priced(row, 'A')])).toBeUndefined()
  const many = Array.from({ length: MOST_SKUS + 1 }, (_, n) => priced(row, `S${n}`))
  expect(problemOf(many)).toBe('tooMany')
})
