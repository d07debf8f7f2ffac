import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conclude } from './tally.ts'
import { runVitest } from './vitest.ts'

/** Runs one project of vitest that is no part of `npm test`. The last line is `N passed, N failed`. */
export async function testTier(
  project: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), `linli-${project}-`))
  try {
    const tally = await runVitest(['--project', project, ...args], join(dir, 'report.json'), env)
    return conclude(tally, (line) => console.log(line))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
