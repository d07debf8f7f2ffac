import { helm, helmPath } from '../charts/helm.ts'
import { readCrds } from '../charts/kubernetes-schemas.ts'
import { generateCode } from '../generate.ts'
import { progress, runStep } from '../say.ts'
import { testTier } from '../test-tier.ts'
import { clusterPrograms } from './programs.ts'

const print = (line: string): void => console.log(line)

/**
 * `npm run test:cluster`: the charts against a real API server with Pod Security. The last line is
 * `N passed, N failed`.
 */
export async function testCluster(args: string[]): Promise<number> {
  await clusterPrograms(print)
  print(progress('helm', `${helmPath()} ${helm(['version', '--short']).stdout.trim()}`))
  await runStep(print, 'operators', async () => ({ text: `${readCrds().length} kinds`, value: undefined }))
  await runStep(print, 'generate', async () => ({
    text: (await generateCode()).join(', ') || 'up to date',
    value: undefined,
  }))
  return testTier('cluster', args)
}
