import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Component, launch, type Running, untilReady } from '../component.ts'
import { inRoot } from '../paths.ts'
import { freePort } from '../ports.ts'
import { currentProcess, endProcess } from '../processes.ts'
import { reap, writeRunFile } from '../run-files.ts'
import { type Access, connectTo } from './client.ts'
import type { Programs } from './programs.ts'

export type Cluster = {
  readonly access: Access
  /** For helm and kubectl. */
  readonly kubeconfig: string
  stop(): Promise<void>
}

/**
 * An API server with its etcd: it admits, defaults, validates and keeps objects as any cluster does, and nothing runs.
 * @param dir is made; holds data, keys and logs
 */
export async function startCluster({ etcd, apiServer }: Programs, dir: string): Promise<Cluster> {
  mkdirSync(dir, { recursive: true })
  const runFile = inRoot('.local', 'run', `cluster-${process.pid}.json`)
  const running: Running[] = []
  const stop = async () => {
    for (const { id, component } of running.splice(0).reverse())
      await endProcess(id, { signal: component.stopSignal, graceMs: component.graceMs })
    await reap(runFile)
  }
  const start = async (component: Component) => {
    running.push(await launch(component, dir))
    const children = running.map(({ id, component: { name, port, stopSignal } }) => [
      name,
      { ...id, port, stopSignal },
    ])
    // Should this run be killed, the next one ends them.
    writeRunFile(runFile, {
      owner: currentProcess(),
      children: Object.fromEntries(children) as Parameters<typeof writeRunFile>[1]['children'],
      temporary: [],
    })
    await Promise.all(running.slice(-1).map((one) => untilReady(one, dir)))
  }
  try {
    const store = etcdServer(etcd, dir, await freePort())
    await start(store)
    const token = randomUUID()
    const component = server(apiServer, dir, { port: await freePort(), etcdPort: store.port, token })
    await start(component)
    const access = { port: component.port, token, ca: readFileSync(certificate(dir), 'utf8') }
    return { access, kubeconfig: writeKubeconfig(dir, access), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const certificate = (dir: string): string => join(dir, 'certificates', 'apiserver.crt')

async function etcdAnswers(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
}

function etcdServer(file: string, dir: string, port: number): Component {
  const url = `http://127.0.0.1:${port}`
  return {
    name: 'etcd',
    port,
    group: 0,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    prepare: async () => {
      const peers = `http://127.0.0.1:${await freePort()}`
      const own = [
        `--listen-client-urls=${url}`,
        `--advertise-client-urls=${url}`,
        `--data-dir=${join(dir, 'etcd')}`,
      ]
      const among = [
        `--listen-peer-urls=${peers}`,
        `--initial-advertise-peer-urls=${peers}`,
        `--initial-cluster=default=${peers}`,
      ]
      // What a test writes need not outlive the machine.
      return { file, args: [...own, ...among, '--unsafe-no-fsync'], cwd: dir, env: process.env }
    },
    ready: () => etcdAnswers(port),
  }
}

type Ports = { readonly port: number; readonly etcdPort: number; readonly token: string }

function server(file: string, dir: string, { port, etcdPort, token }: Ports): Component {
  return {
    name: 'kube-apiserver',
    port,
    group: 1,
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
    prepare: async () => {
      const key = join(dir, 'service-accounts.pem')
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
      const tokens = join(dir, 'tokens.csv')
      writeFileSync(tokens, `${token},tests,tests,"system:masters"\n`, { mode: 0o600 })
      const args = [
        `--etcd-servers=http://127.0.0.1:${etcdPort}`,
        ...['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port}`],
        `--cert-dir=${join(dir, 'certificates')}`,
        ...[
          '--authorization-mode=RBAC',
          `--token-auth-file=${tokens}`,
          '--service-cluster-ip-range=10.0.0.0/16',
        ],
        ...['--service-account-issuer=https://linli.test', `--service-account-key-file=${key}`],
        `--service-account-signing-key-file=${key}`,
      ]
      return { file, args, cwd: dir, env: process.env }
    },
    ready: async () => {
      const client = connectTo({ port, token, ca: readFileSync(certificate(dir), 'utf8') })
      return (await client.call('GET', '/readyz')).status === 200
    },
  }
}

/** JSON is YAML. */
function writeKubeconfig(dir: string, { port, token }: Access): string {
  const file = join(dir, 'kubeconfig')
  const name = 'linli-test'
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      { name, cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificate(dir) } },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  return file
}
