import { expect, test } from 'vitest'
import { inRoot } from './paths.ts'
import { conclude, countBusted, countVitest, sum } from './tally.ts'

const passes = { fullName: 'adds up', status: 'passed', failureMessages: [] }

const wrong = 'expected 1\n to be 2\n    at a.test.ts:2\n    at file:///somebody/else.js'

test('a failure is named on one line; a file that does not load is one too', () => {
  const name = (file: string): string => inRoot('packages', file)
  const report = {
    numPassedTests: 1,
    testResults: [
      { name: name('good.test.ts'), status: 'passed', message: '', assertionResults: [passes] },
      { name: name('gone.test.ts'), status: 'failed', message: 'no such\n  module', assertionResults: [] },
      {
        name: name('hook.test.ts'),
        status: 'failed',
        message: 'afterAll gave up',
        assertionResults: [passes],
      },
      {
        name: name('bad.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [passes, { fullName: 'money adds up', status: 'failed', failureMessages: [wrong] }],
      },
    ],
  }
  expect(countVitest(report)).toEqual({
    passed: 1,
    failures: [
      'packages/gone.test.ts: no such module',
      'packages/hook.test.ts: afterAll gave up',
      'packages/bad.test.ts > money adds up: expected 1 to be 2 at a.test.ts:2',
    ],
  })
})

test('failures and errors of busted are failures', () => {
  const output = `12 successes / 1 failure / 2 errors / 0 pending : 0.03 seconds

Failure → ./envelope_spec.lua @ 3
Error → ./limit_spec.lua @ 9`
  expect(countBusted(output, 3)).toEqual({
    passed: 12,
    failures: ['busted: ./envelope_spec.lua @ 3', 'busted: ./limit_spec.lua @ 9', 'busted: ended with 3'],
  })
  expect(countBusted('lua: no such file', 1)).toEqual({ passed: 0, failures: ['busted: ended with 1'] })
})

test('tallies add up, and the last line counts what the lines before it name', () => {
  const lines: string[] = []
  const tally = sum([
    { passed: 1, failures: [] },
    { passed: 2, failures: ['a: wrong', 'b: wrong'] },
  ])
  expect(conclude(tally, (line) => lines.push(line))).toBe(1)
  expect(lines).toEqual(['FAILED: a: wrong', 'FAILED: b: wrong', '3 passed, 2 failed'])
})

test('only a tier in which something passed and nothing failed is green', () => {
  const quiet = (): void => {}
  expect(conclude({ passed: 1, failures: [] }, quiet)).toBe(0)
  expect(conclude({ passed: 0, failures: [] }, quiet)).toBe(1)
})
