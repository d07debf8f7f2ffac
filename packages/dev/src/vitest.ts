import { existsSync, readFileSync } from 'node:fs'
import { runTool } from './run.ts'
import { countVitest, type Tally, type VitestReport } from './tally.ts'

/**
 * Runs vitest with this screen and counts; `report` is a file to write.
 * @throws Error when it ends without having counted
 */
export async function runVitest(
  args: readonly string[],
  report: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Tally> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runTool('vitest', ['run', ...reporters, ...args], env)
  if (!existsSync(report)) throw new Error(`vitest ended with exit code ${code} and no report`)
  const tally = countVitest(JSON.parse(readFileSync(report, 'utf8')) as VitestReport)
  // An unhandled error or a failed teardown fails the run without failing a test.
  if (code === 0 || tally.failures.length > 0) return tally
  return { ...tally, failures: [`vitest: ended with ${code}, though every test passed`] }
}
