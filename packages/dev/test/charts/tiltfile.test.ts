import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { UMBRELLA } from '../../src/charts/charts.ts'
import { goTool } from '../../src/charts/go-tool.ts'
import { StrictValidator } from '../../src/charts/strict-validator.ts'
import { inRoot } from '../../src/paths.ts'
import { SERVICES } from '../../src/services.ts'
import { containersOf, type KubernetesObject, podsOf } from './support/objects.ts'
import { rendered } from './support/render.ts'

// Tilt itself cannot be had from a registry: the Tiltfile runs in the language that it is written in, and what it asks
// Tilt for is held against the repository.

type Call = {
  readonly function: string
  readonly [argument: string]: unknown
}

const read = (path: string) => readFileSync(inRoot(path), 'utf8')
const kind = rendered(UMBRELLA, 'kind', ['--namespace', 'linli'])

const dir = mkdtempSync(join(tmpdir(), 'linli-tilt-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** What Tilt would be asked for. @throws Error with what the language, or a function of Tilt, has against the file */
function calls(chosen: readonly string[] = [], change: (text: string) => string = (text) => text): Call[] {
  const starlark = goTool({
    name: 'starlark',
    module: inRoot('packages', 'dev', 'tools', 'starlark'),
    main: 'go.starlark.net/cmd/starlark',
  })
  // The language alone has no `config`: its functions lose their dot.
  const tiltfile = change(read('Tiltfile')).replaceAll(/\bconfig\.(?=\w+\()/g, 'config_')
  const objects = JSON.stringify(JSON.stringify(kind))
  const given = `CHOSEN = ${JSON.stringify(chosen)}\nRENDERED = json.decode(${objects})\n`
  const stubs = read('packages/dev/test/charts/support/tilt.star')
  const file = join(dir, 'Tiltfile.star')
  writeFileSync(file, [given, stubs, tiltfile, 'print(json.encode(CALLS))'].join('\n'))
  const { status, stderr } = spawnSync(starlark, ['-globalreassign', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stderr) as Call[]
}

const all = calls()
const of = (name: string) => all.filter((call) => call.function === name)
const textsOf = (value: unknown) => value as readonly string[]

/** What the Tiltfile gives to the cluster: its files, and what it makes of the charts. */
const objects = of('k8s_yaml').flatMap(({ yaml }): KubernetesObject[] =>
  typeof yaml === 'string'
    ? yaml.startsWith('.local/')
      ? []
      : parseAllDocuments(read(yaml)).map((document) => document.toJS() as KubernetesObject)
    : [yaml as KubernetesObject],
)
const workloads = podsOf(objects)

test('it never touches a cluster that is not a local one of its own', () => {
  expect(of('allow_k8s_contexts')).toEqual([
    { function: 'allow_k8s_contexts', contexts: ['kind-linli', 'k3d-linli'] },
  ])
})

test('every path is there', () => {
  const paths = [
    ...of('custom_build').flatMap((build) => textsOf(build.paths)),
    ...of('local_resource').flatMap((resource) => textsOf(resource.paths)),
    ...of('helm').flatMap(({ path, values }) => [String(path), ...textsOf(values)]),
    ...of('watch_file').map(({ path }) => String(path)),
  ]
  expect(paths.length).toBeGreaterThan(40)
  // Bundles are made by the resource of the same name, before the image is.
  const made = paths.filter((path) => path.endsWith('/dist')).map((path) => dirname(path))
  expect(made).toEqual(SERVICES.map((service) => `services/${service}-service`))
  for (const path of [...paths.filter((path) => !path.endsWith('/dist')), ...made])
    expect(existsSync(inRoot(path)), path).toBe(true)
})

test('every command is one of ours', () => {
  const verbs = [...of('local'), ...of('local_resource')].map(({ command }) => {
    const [, verb = '', ...args] =
      String(command).match(/^node packages\/dev\/bin\/linli\.mjs (\S+)(.*)$/) ?? []
    return `${verb}${args.join('').replace(/ (\w+)$/, ' $1')}`
  })
  expect(verbs).toEqual([
    'setup cluster-secrets .local/cluster/secrets.json',
    'package:charts .local/cluster/charts',
    ...SERVICES.map((service) => `build ${service}`),
    'prove',
  ])
  const known = read('packages/dev/src/cli.ts')
  for (const verb of ['setup', 'package:charts', 'build', 'prove'])
    expect(known).toMatch(new RegExp(`^  '?${verb}'?: `, 'm'))
})

test('every image of ours is built, from a target of the Dockerfile and a folder that is there', () => {
  const built = of('custom_build').map(({ ref }) => String(ref))
  const used = workloads.flatMap((pod) => containersOf(pod).map(({ image }) => image.replace(/:[^:]+$/, '')))
  expect(new Set(built)).toEqual(new Set(used.filter((image) => image.startsWith('linli/'))))
  const targets = [...read('Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, target]) => target)
  for (const { command } of of('custom_build')) {
    const [, target, app = ''] =
      /^docker build --target (\S+) --build-arg APP=(\S*) --tag \$EXPECTED_REF \.$/.exec(String(command)) ??
      []
    expect(targets).toContain(target)
    expect(existsSync(inRoot(app)), app).toBe(true)
  }
})

test('what is copied into a running service lands where its image has it, and Node watches it', () => {
  for (const service of SERVICES) {
    const build = of('custom_build').find(({ ref }) => ref === `linli/${service}-service`)
    expect(build?.live).toContainEqual({ sync: [`services/${service}-service/dist`, '/app/dist'] })
    const pod = workloads.find(
      ({ kind: what, name }) => what === 'Deployment' && name === `${service}-service`,
    )
    expect(pod?.spec.containers[0]).toMatchObject({
      command: ['node', '--watch', '--watch-preserve-output', 'dist/main.mjs'],
      securityContext: { readOnlyRootFilesystem: false },
    })
  }
  expect(read('Dockerfile')).toContain('COPY --from=app --chown=1000:1000 /out/app /app\nWORKDIR /app')
})

const resources = () => [...of('k8s_resource'), ...of('local_resource')]

test('every workload is a resource, and every resource a workload', () => {
  const named = of('k8s_resource').map(({ workload }) => String(workload))
  expect(named.toSorted()).toEqual(workloads.map(({ name }) => name).toSorted())
})

test('nothing waits for what is not there, or for itself', () => {
  const deps = new Map(resources().map(({ name, deps: wanted }) => [String(name), textsOf(wanted)]))
  const reach = (name: string, path: readonly string[]): void => {
    expect(path, `${path.join(' → ')} → ${name}`).not.toContain(name)
    const wanted = deps.get(name)
    expect(wanted, `${name}, which ${path.at(-1)} waits for`).toBeDefined()
    for (const one of wanted ?? []) reach(one, [...path, name])
  }
  for (const name of deps.keys()) reach(name, [])
})

test('Kubernetes takes every object', () => {
  const validator = new StrictValidator()
  for (const object of objects)
    expect(validator.findings(object), `${object.kind} ${object.metadata.name}`).toEqual([])
})

type Secret = {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly stringData: Readonly<Record<string, string>>
}
type Item = { readonly key: string }
type Volume = {
  readonly secret?: { readonly secretName: string; readonly items?: readonly Item[] }
  readonly projected?: {
    readonly sources: readonly {
      readonly secret?: { readonly name: string; readonly items: readonly Item[] }
    }[]
  }
}

/** `linli/linli-shared NATS_URL` for every key of a Secret that a pod is given. */
function keysThatPodsWant(): string[] {
  return objects.flatMap((object) => {
    const namespace = (object.metadata as { namespace?: string }).namespace ?? ''
    const at = (name: string, key: string) => `${namespace}/${name} ${key}`
    return podsOf([object]).flatMap((pod) => {
      const text = JSON.stringify(containersOf(pod))
      const variables = [...text.matchAll(/"secretKeyRef":(\{[^}]*\})/g)].map(([, found = '']) => {
        const { name, key } = JSON.parse(found) as { name: string; key: string }
        return at(name, key)
      })
      const { volumes = [] } = pod.spec as { volumes?: readonly Volume[] }
      const files = volumes.flatMap(({ secret, projected }) => [
        ...(secret?.items ?? []).map(({ key }) => at(secret?.secretName ?? '', key)),
        ...(projected?.sources ?? []).flatMap(({ secret: part }) =>
          (part?.items ?? []).map(({ key }) => at(part?.name ?? '', key)),
        ),
      ])
      return [...variables, ...files]
    })
  })
}

test('the Secrets that it makes have every key that a pod is given', () => {
  const file = join(dir, 'secrets.json')
  const { status, stderr } = spawnSync(
    process.execPath,
    [inRoot('packages', 'dev', 'src', 'cli.ts'), 'setup', 'cluster-secrets', file],
    { encoding: 'utf8', env: { ...process.env, KEYS_DIR: join(dir, 'keys') } },
  )
  expect(status, stderr).toBe(0)
  expect(statSync(file).mode & 0o077).toBe(0)
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: readonly Secret[] }
  const made = items.flatMap(({ metadata: { namespace, name }, stringData }) =>
    Object.entries(stringData).flatMap(([key, value]) => (value ? [`${namespace}/${name} ${key}`] : [])),
  )
  const wanted = keysThatPodsWant()
  expect(wanted.length).toBeGreaterThan(50)
  expect(wanted.filter((key) => !made.includes(key))).toEqual([])
})

test('some services alone bring what they need', () => {
  const [enabled] = calls(['order', 'payment']).filter((call) => call.function === 'enabled')
  const names = textsOf(enabled?.resources)
  expect(names).toEqual(expect.arrayContaining(['order-service', 'payment-service', 'postgres', 'gateway']))
  expect(names).not.toContain('user-service')
  const known = resources().map(({ name }) => String(name))
  for (const name of names) expect(known).toContain(name)
  expect(() => calls(['orders'])).toThrow('there is no orders: one of user, product')
})

test('an argument that Tilt does not have is an error', () => {
  const broken = (text: string) => text.replace("labels = ['stores']", "label = ['stores']")
  expect(() => calls([], broken)).toThrow('unexpected keyword argument "label"')
})
