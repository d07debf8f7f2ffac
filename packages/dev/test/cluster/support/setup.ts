import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { assembleCharts } from '../../../src/charts/charts.ts'
import type { Access } from '../../../src/cluster/client.ts'
import { startCluster } from '../../../src/cluster/cluster.ts'
import { clusterPrograms } from '../../../src/cluster/programs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { readonly access: Access; readonly kubeconfig: string }
  }
}

/** One API server for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  assembleCharts()
  const dir = mkdtempSync(join(tmpdir(), 'linli-cluster-'))
  const { access, kubeconfig, stop } = await startCluster(await clusterPrograms(console.log), dir)
  project.provide('cluster', { access, kubeconfig })
  return async () => {
    await stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
