import { expect, test } from 'vitest'
import { countBusted, countVitest, sum } from './tally.ts'

test('a file that does not load is a failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'passed', assertionResults: [1] },
  ]
  expect(countVitest({ numPassedTests: 1, numFailedTests: 0, testResults })).toEqual({ passed: 1, failed: 1 })
})

test('failures and errors of busted are failures', () => {
  expect(countBusted('12 successes / 1 failure / 2 errors / 0 pending : 0.03 seconds', 3)).toEqual({
    passed: 12,
    failed: 3,
  })
  expect(countBusted('lua: no such file', 1)).toEqual({ passed: 0, failed: 1 })
})

test('tallies add up', () => {
  expect(
    sum([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 })
})
