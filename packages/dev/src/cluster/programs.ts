import { goToolWithProgress, requiredVersion } from '../charts/go-tool.ts'
import { inRoot } from '../paths.ts'
import type { Print } from '../say.ts'

const module = (name: string): string => inRoot('packages', 'dev', 'tools', name)
const VERSION = 'k8s.io/component-base/version'

/** Files of the two programs that make a cluster without nodes. */
export type Programs = { readonly etcd: string; readonly apiServer: string }

/**
 * Built through the Go module proxy where they are not yet: a quarter of an hour on two cores.
 * @throws Error when there is no Go, or a build fails; says which
 */
export async function clusterPrograms(print: Print): Promise<Programs> {
  const etcd = await goToolWithProgress(
    { name: 'etcd', module: module('etcd'), main: 'go.etcd.io/etcd/server/v3' },
    print,
  )
  const version = requiredVersion(module('kubernetes'), 'k8s.io/kubernetes')
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? []
  const apiServer = await goToolWithProgress(
    {
      name: 'kube-apiserver',
      module: module('kubernetes'),
      main: 'k8s.io/kubernetes/cmd/kube-apiserver',
      ldflags: `-X ${VERSION}.gitVersion=${version} -X ${VERSION}.gitMajor=${major} -X ${VERSION}.gitMinor=${minor}`,
    },
    print,
  )
  return { etcd, apiServer }
}
