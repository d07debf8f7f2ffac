import { expect, test } from 'vitest'
import { judgeVersions } from './versions.ts'

const SUPPORTED = { PostgreSQL: '15.0', Redis: '7.0.15', NATS: '2.11.4', Node: '24.0.0' }

test('what is supported has no finding, also with a vendor’s suffix', () => {
  expect(judgeVersions(SUPPORTED)).toEqual([])
  expect(judgeVersions({ ...SUPPORTED, PostgreSQL: '18.4 (Debian 18.4-1)' })).toEqual([])
})

test.each([
  ['PostgreSQL', '14.22'],
  ['Redis', '6.0.16'],
  ['NATS', '2.8.4'],
  ['Node', '22.20.0'],
] as const)('%s %s is too old', (product, version) => {
  expect(judgeVersions({ ...SUPPORTED, [product]: version }).map(({ problem }) => problem)).toEqual([
    expect.stringContaining(`${product} ${version} is older than`),
  ])
})
