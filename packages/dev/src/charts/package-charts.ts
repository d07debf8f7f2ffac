import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from '../paths.ts'
import { assembleCharts, LEAF_CHARTS, UMBRELLA } from './charts.ts'
import { helm } from './helm.ts'

/** `npm run package:charts -- FOLDER`: every chart that installs, as an archive with what it needs inside. */
export async function packageCharts([folder]: readonly string[]): Promise<number> {
  if (!folder) throw new Error('package:charts needs a folder to write to')
  assembleCharts()
  for (const file of packageAssembled(resolve(ROOT, folder))) console.log(file)
  return 0
}

/** Charts that have been assembled, as archives in `folder`. @returns what Helm says of each */
export function packageAssembled(folder: string): string[] {
  mkdirSync(folder, { recursive: true })
  return [...LEAF_CHARTS, UMBRELLA].map((chart) => {
    const { status, stdout, stderr } = helm(['package', chart, '--destination', folder])
    if (status !== 0) throw new Error(`helm package ${chart}: ${stderr}`)
    return stdout.trim()
  })
}
