import { relative } from 'node:path'
import { ROOT } from './paths.ts'

export interface Tally {
  passed: number
  /** One line each: which test, and what was wrong. */
  failures: string[]
}

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number
  testResults: {
    /** The absolute path of the file. */
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[]
  }[]
}

/** A file that could not be loaded, or whose hooks failed, has no failed test and counts as one failure. */
export function countVitest({ numPassedTests, testResults }: VitestReport): Tally {
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name)
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [failure(file, message)] : []
    return failed.map((one) => failure(`${file} > ${one.fullName}`, one.failureMessages?.[0]))
  })
  return { passed: numPassedTests, failures }
}

/** Out of `12 successes / 0 failures / 0 errors / 0 pending`; an exit code without a count is one failure. */
export function countBusted(output: string, exitCode: number): Tally {
  const [, passed, failures, errors] =
    /(\d+) success(?:es)? \/ (\d+) failures? \/ (\d+) errors?/.exec(output)?.map(Number) ?? []
  const counted = (failures ?? 0) + (errors ?? 0)
  const failed = exitCode !== 0 && counted === 0 ? 1 : counted
  const named = [...output.matchAll(/^(?:Failure|Error) → (.+)$/gm)].map(([, where]) => where)
  return {
    passed: passed ?? 0,
    failures: Array.from({ length: failed }, (_, i) =>
      failure('busted', named[i] ?? `ended with ${exitCode}`),
    ),
  }
}

export const sum = (tallies: Tally[]): Tally => ({
  passed: tallies.reduce((total, tally) => total + tally.passed, 0),
  failures: tallies.flatMap((tally) => tally.failures),
})

/**
 * Ends a tier: names every failure once more, as `FAILED: <test>: <what was wrong>`, and counts on the last line.
 * @returns the exit code, 0 only when something passed and nothing failed
 */
export function conclude({ passed, failures }: Tally, print: (line: string) => void): number {
  for (const one of failures) print(`FAILED: ${one}`)
  print(`${passed} passed, ${failures.length} failed`)
  return failures.length === 0 && passed > 0 ? 0 : 1
}

const LONGEST = 500

/** Everything on one line, without the frames of libraries: that line is what a reader of a CI's last screen has. */
function failure(where: string, message = ''): string {
  const [said] = message.split(/\n\s+at file:/, 1)
  return `${where}: ${said?.replace(/\s+/g, ' ').trim()}`.slice(0, LONGEST)
}
