import { generateCode } from '../generate.ts'
import { testTier } from '../test-tier.ts'
import { helm, helmPath } from './helm.ts'

/** `npm run test:charts`: lint, render and judge the charts with a real Helm. The last line is `N passed, N failed`. */
export async function testCharts(args: string[]): Promise<number> {
  console.log(`helm: ${helmPath()} ${helm(['version', '--short']).stdout.trim()}`)
  console.log(`generated: ${(await generateCode()).join(', ') || 'nothing, all up to date'}`)
  return testTier('charts', args)
}
