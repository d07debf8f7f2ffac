import { runTool } from '../run.ts'
import { helm, helmPath } from './helm.ts'

/** `npm run test:charts`: lint, render and judge the charts with a real Helm. */
export async function testCharts(args: string[]): Promise<number> {
  console.log(`helm: ${helmPath()} ${helm(['version', '--short']).stdout.trim()}`)
  return runTool('vitest', ['run', '--project', 'charts', ...args])
}
