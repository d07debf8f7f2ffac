import { expect, test } from 'vitest'
import { LINK_PATTERN, linkOfScope } from './link.ts'

const id = '01900000-0000-7000-8000-00000000c001'

test('a scope of one category or product has a page, every other has none', () => {
  expect(linkOfScope({ kind: 'CATEGORY', ids: [id] })).toBe(`/categories/${id}`)
  expect(linkOfScope({ kind: 'PRODUCT', ids: [id] })).toBe(`/products/${id}`)
  expect(linkOfScope({ kind: 'PRODUCT', ids: [id, id] })).toBe('')
  expect(linkOfScope({ kind: 'SKU', ids: [id] })).toBe('')
  expect(linkOfScope({ kind: 'ALL' })).toBe('')
})

test('what leads to a page of ours is a link', () => {
  const isLink = (text: string) => new RegExp(LINK_PATTERN).test(text)
  expect(['', '/coupons', `/products/${id}`, '/searches/草莓'].every(isLink)).toBe(true)
  expect(['https://a.example', '//a', '/searches/', '/searches/a?b', '/orders/1'].some(isLink)).toBe(false)
})
