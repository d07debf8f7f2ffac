export interface Tally {
  passed: number
  failed: number
}

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** A file that could not be loaded has no tests to fail and counts as one failure. */
export function countVitest({ numPassedTests, numFailedTests, testResults }: VitestReport): Tally {
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

/** Out of `12 successes / 0 failures / 0 errors / 0 pending`; an exit code without a count is one failure. */
export function countBusted(output: string, exitCode: number): Tally {
  const [, passed, failures, errors] =
    /(\d+) success(?:es)? \/ (\d+) failures? \/ (\d+) errors?/.exec(output)?.map(Number) ?? []
  const failed = (failures ?? 0) + (errors ?? 0)
  return { passed: passed ?? 0, failed: exitCode !== 0 && failed === 0 ? 1 : failed }
}

export const sum = (tallies: Tally[]): Tally => ({
  passed: tallies.reduce((total, tally) => total + tally.passed, 0),
  failed: tallies.reduce((total, tally) => total + tally.failed, 0),
})
