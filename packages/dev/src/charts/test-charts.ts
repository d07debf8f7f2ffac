import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runVitest } from '../vitest.ts'
import { helm, helmPath } from './helm.ts'

/** `npm run test:charts`: lint, render and judge the charts with a real Helm. The last line is `N passed, N failed`. */
export const testCharts = (args: string[]): Promise<number> => testWithHelm('charts', args)

/** Runs one project of vitest that needs Helm. */
async function testWithHelm(project: string, args: string[]): Promise<number> {
  console.log(`helm: ${helmPath()} ${helm(['version', '--short']).stdout.trim()}`)
  const dir = mkdtempSync(join(tmpdir(), `linli-${project}-`))
  try {
    const { passed, failed } = await runVitest(['--project', project, ...args], join(dir, 'report.json'))
    console.log(`${passed} passed, ${failed} failed`)
    return failed === 0 && passed > 0 ? 0 : 1
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
