import { spawnSync } from 'node:child_process'
import { inRoot } from '../paths.ts'
import { goTool, requiredVersion } from './go-tool.ts'

const MODULE = inRoot('packages', 'dev', 'tools', 'helm')
const PATH = 'helm.sh/helm/v3'

/** The Kubernetes that charts are rendered for where no cluster says. */
export const KUBE_VERSION = '1.34.0'

let found: string | undefined

/** HELM_BIN, else Helm 3 or 4 from PATH, else one that is built here. Looked for once. */
export function helmPath(): string {
  found ??= findHelm()
  return found
}

function findHelm(): string {
  for (const file of [process.env.HELM_BIN, 'helm']) {
    if (!file) continue
    const { status, stdout } = spawnSync(file, ['version', '--short'], { encoding: 'utf8' })
    if (status === 0 && /^v[34]\./.test(stdout)) return file
  }
  const version = requiredVersion(MODULE, PATH)
  return goTool({
    name: 'helm',
    module: MODULE,
    main: `${PATH}/cmd/helm`,
    ldflags: `-X ${PATH}/internal/version.version=${version}`,
  })
}

interface HelmAnswer {
  status: number
  stdout: string
  stderr: string
}

/** Runs helm in charts/, with `input` where a file is called `-`; the caller judges the exit code. */
export function helm(args: readonly string[], input?: string): HelmAnswer {
  const done = spawnSync(helmPath(), args, {
    cwd: inRoot('charts'),
    encoding: 'utf8',
    ...(input !== undefined && { input }),
    maxBuffer: 64 * 1024 * 1024,
  })
  if (done.error) throw done.error
  return { status: done.status ?? 1, stdout: done.stdout, stderr: done.stderr }
}
