import { expect, test } from 'vitest'
import { en } from './en/index.ts'
import { zh } from './zh/index.ts'

type Leaf = readonly [path: string, text: string]

const leavesOf = (tree: object, path = ''): Leaf[] =>
  Object.entries(tree).flatMap(([name, value]: [string, unknown]): Leaf[] => {
    const here = path === '' ? name : `${path}.${name}`
    if (typeof value === 'string') return [[here, value]]
    return typeof value === 'object' && value !== null ? leavesOf(value, here) : []
  })
const valuesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()

const english = new Map(leavesOf(en))

/** Chinese says what is left to pay, English what is taken off. */
const OWN_WAY = ['coupons.benefitDiscount']

test('a text takes the same values in both languages, and says something', () => {
  const wrong = leavesOf(zh).filter(([path, text]) => {
    if (OWN_WAY.includes(path)) return false
    const other = english.get(path)
    return !other || text === '' || valuesIn(text).join() !== valuesIn(other).join()
  })
  expect(wrong).toEqual([])
  expect(english.size).toBe(leavesOf(zh).length)
})

/** The way back is written in the language it leads to. */
const FOREIGN = ['app.language']

test('English is English', () => {
  const chinese = [...english].flatMap(([path, text]) => (/[\u4e00-\u9fff]/.test(text) ? [path] : []))
  expect(chinese).toEqual(FOREIGN)
})

test('no key has a dot: vue-i18n would look one step down', () => {
  const keysOf = (tree: object): string[] =>
    Object.entries(tree).flatMap(([name, value]: [string, unknown]) => [
      name,
      ...(typeof value === 'object' && value !== null ? keysOf(value) : []),
    ])
  expect(keysOf(zh).filter((key) => key.includes('.'))).toEqual([])
})
