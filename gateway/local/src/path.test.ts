import { expect, it } from 'vitest'
import { normalisePath } from './path.ts'

it.each([
  ['/api/v1/orders', '/api/v1/orders'],
  ['/api/v1/orders/', '/api/v1/orders/'],
  ['/a/../b', '/b'],
  ['/a/./b', '/a/b'],
  ['/a/%2e%2E/b', '/b'],
  ['/a/%2e', '/a/'],
  ['/a/b/..', '/a/'],
  ['//a///b', '/a/b'],
  ['/%61%2D%7e', '/a-~'],
  ['/a%2fb', '/a%2Fb'],
  ['/a/..%2fb', '/a/..%2Fb'],
  ['/%e4%b8%ad', '/%E4%B8%AD'],
  ['/a%252e%252e/b', '/a%252e%252e/b'],
  ['/.hidden', '/.hidden'],
  ['/...', '/...'],
])('makes %s %s', (given, normal) => {
  expect(normalisePath(given)).toBe(normal)
})

it.each([
  ['/../a'],
  ['/a/../../b'],
  ['/a/%2e%2e/%2e%2e/b'],
  ['/a%zz'],
  ['/a%'],
  ['/a%00'],
  ['*'],
  ['http://x/a'],
])('takes %s for no path', (given) => {
  expect(normalisePath(given)).toBeUndefined()
})
