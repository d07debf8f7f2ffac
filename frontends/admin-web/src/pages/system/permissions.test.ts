import { expect, test } from 'vitest'
import { diffOf, groupsOf } from './permissions.ts'

test('permissions of an audience are grouped by their noun', () => {
  const groups = groupsOf(
    [
      { code: 'order:read', label: '查看订单', audiences: ['merchant', 'admin'] },
      { code: 'pickup:verify', label: '核销提货', audiences: ['merchant'] },
      { code: 'order:cancel', label: '取消订单', audiences: ['admin'] },
    ],
    'admin',
  )
  expect(groups.map(({ name, permissions }) => [name, permissions.map(({ code }) => code)])).toEqual([
    ['order', ['order:read', 'order:cancel']],
  ])
})

test('a change gives and takes', () => {
  expect(diffOf(['a', 'b'], ['b', 'c'])).toEqual({ added: ['c'], taken: ['a'] })
  expect(diffOf(['a'], ['a'])).toEqual({ added: [], taken: [] })
})
