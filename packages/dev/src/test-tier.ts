import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runVitest } from './vitest.ts'

/** Runs one project of vitest that is no part of `npm test`. The last line is `N passed, N failed`. */
export async function testTier(
  project: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), `linli-${project}-`))
  try {
    const { passed, failed } = await runVitest(['--project', project, ...args], join(dir, 'report.json'), env)
    console.log(`${passed} passed, ${failed} failed`)
    return failed === 0 && passed > 0 ? 0 : 1
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
