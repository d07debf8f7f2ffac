import { SERVICES } from '../services.ts'
import { helm } from './helm.ts'

export const LIBRARY = 'lib'
export const UMBRELLA = 'linli'
/** Every chart that installs alone. */
export const LEAF_CHARTS: readonly string[] = [...SERVICES.map((s) => `${s}-service`), 'gateway', 'web']

/** Puts the library into the leaves, then the leaves into the umbrella: Helm does not do so by itself. */
export function assembleCharts(): void {
  for (const chart of [...LEAF_CHARTS, UMBRELLA]) {
    const { status, stderr } = helm(['dependency', 'build', chart])
    if (status !== 0) throw new Error(`helm dependency build ${chart}: ${stderr}`)
  }
}
