import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { LEAF_CHARTS } from '../src/charts/charts.ts'
import { inRoot, ROOT } from '../src/paths.ts'

// .github agrees with the repository that it is for; `npm run test:charts` lints the workflows themselves.

type Permissions = Readonly<Record<string, string>>
type Step = {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
type Job = {
  readonly uses?: string
  readonly steps?: readonly Step[]
  readonly permissions?: Permissions
  readonly 'timeout-minutes'?: number
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } }
}
type Workflow = {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Permissions
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

const FOLDER = '.github/workflows'
const read = (path: string) => readFileSync(inRoot(path), 'utf8')
const NAMES = readdirSync(inRoot(FOLDER))
const workflows = new Map(NAMES.map((name) => [name, parse(read(`${FOLDER}/${name}`)) as Workflow]))
const workflowOf = (name: string): Workflow => {
  const workflow = workflows.get(name)
  if (!workflow) throw new Error(`there is no ${FOLDER}/${name}`)
  return workflow
}
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps = [] }) => steps)
const scripts = (JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }).scripts

test('what a merge has to pass is all there', () => {
  expect(Object.keys(workflowOf('ci.yml').jobs)).toEqual([
    'check',
    'test',
    'browser',
    'journey',
    'charts',
    'images',
    'compose',
  ])
})

describe.each(NAMES)('%s', (name) => {
  const workflow = workflowOf(name)
  const isCalled = 'workflow_call' in workflow.on

  test('runs scripts that package.json has', () => {
    const told = stepsOf(workflow).flatMap(({ run = '' }) => [...run.matchAll(/npm (?:run )?([a-z:-]+)/g)])
    for (const [command, script = ''] of told) expect(Object.keys(scripts), command).toContain(script)
  })

  test('takes what others made by its commit, one and the same everywhere', () => {
    const own = [...read(`${FOLDER}/${name}`).matchAll(/uses: (\S+)(?: # (\S+))?$/gm)]
    for (const [line, uses = '', version] of own) {
      if (uses.startsWith('./')) expect(existsSync(inRoot(uses)), line).toBe(true)
      else {
        expect(uses, line).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
        expect(version, line).toMatch(/^v\d+\.\d+\.\d+$/)
      }
    }
    const all = NAMES.flatMap((one) => [...read(`${FOLDER}/${one}`).matchAll(/uses: ([^@\s]+)@(.+)$/gm)])
    for (const [, action, pin] of all)
      expect(new Set(all.filter(([, other]) => other === action).map(([, , at]) => at)), action).toEqual(
        new Set([pin]),
      )
  })

  test('may nothing but read, unless a single job says so', () => {
    if (isCalled)
      expect(workflow.permissions).toBeUndefined() // its caller decides
    else expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const [job, { permissions = {} }] of Object.entries(workflow.jobs))
      if (Object.values(permissions).includes('write')) expect(`${name} ${job}`).toMatch(/^release\.yml /)
    for (const { uses, with: settings } of stepsOf(workflow))
      if (uses?.startsWith('actions/checkout@')) expect(settings?.['persist-credentials']).toBe(false)
  })

  test('ends, and does not run beside itself', () => {
    for (const [job, { uses, 'timeout-minutes': minutes }] of Object.entries(workflow.jobs))
      if (!uses) expect(minutes, job).toBeGreaterThan(0)
    if (!isCalled) expect(workflow.concurrency?.group).toBeTruthy()
  })

  test('puts nothing into a shell that somebody else may have written', () => {
    for (const { run = '' } of stepsOf(workflow)) expect(run).not.toContain('${{')
  })
})

type Build = { readonly target: string; readonly args: { readonly APP?: string } }
type Compose = { readonly services: Readonly<Record<string, { image?: string; build?: Build }>> }

test('every image that compose builds is built for a release, in the same way', () => {
  const built = ['docker-compose.yml', 'docker-compose.gateway-local.yml'].flatMap((file) => {
    const { services } = parse(read(file), { merge: true, maxAliasCount: -1 }) as Compose
    return Object.values(services).flatMap(({ image = '', build }) => {
      const name = /linli\/([\w-]+):/.exec(image)?.[1]
      return build && name ? [`${name} ${build.target} ${build.args.APP ?? ''}`] : []
    })
  })
  const { include = [] } = workflowOf('images.yml').jobs.build?.strategy?.matrix ?? {}
  expect(include.map(({ image, target, app }) => `${image} ${target} ${app}`).toSorted()).toEqual(
    [...new Set(built)].toSorted(),
  )
})

test('one version is everywhere: of the repository, of the images and of the charts', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(new Set(read('Dockerfile').match(/(?<=^ARG VERSION=)\S+/gm))).toEqual(new Set([version]))
  expect(new Set(read('docker-compose.yml').match(/(?<=LINLI_TAG:-)[^}]+/g))).toEqual(new Set([version]))
  for (const chart of [...LEAF_CHARTS, 'linli', 'lib']) {
    const said = read(`charts/${chart}/Chart.yaml`).match(/(?<=^( {4})?(version|appVersion): )\S+/gm)
    expect(new Set(said), chart).toEqual(new Set([version]))
  }
})

describe('Dependabot', () => {
  type Update = {
    readonly 'package-ecosystem': string
    readonly directory?: string
    readonly directories?: readonly string[]
    readonly cooldown?: { readonly 'default-days': number }
  }
  const { updates } = parse(read('.github/dependabot.yml')) as { updates: readonly Update[] }
  const foldersOf = ({ directory, directories = [] }: Update) => [
    ...(directory ? [directory] : []),
    ...directories,
  ]
  const MANIFESTS: Readonly<Record<string, string>> = {
    npm: 'pnpm-lock.yaml',
    'github-actions': FOLDER,
    docker: 'Dockerfile',
    'docker-compose': 'docker-compose.yml',
    gomod: 'go.mod',
  }

  test('proposes nothing that is younger than a week', () => {
    for (const { 'package-ecosystem': what, cooldown } of updates)
      expect(cooldown?.['default-days'], what).toBeGreaterThanOrEqual(7)
  })

  test('looks where something is', () => {
    for (const update of updates)
      for (const folder of foldersOf(update)) {
        const manifest = MANIFESTS[update['package-ecosystem']] ?? 'unknown'
        expect(existsSync(`${ROOT}${folder === '/' ? '' : folder}/${manifest}`), folder).toBe(true)
      }
  })

  test('looks everywhere', () => {
    expect(new Set(updates.map((update) => update['package-ecosystem']))).toEqual(
      new Set(Object.keys(MANIFESTS)),
    )
    const modules = globSync('packages/dev/tools/*/go.mod', { cwd: ROOT }).map((file) => `/${dirname(file)}`)
    const watched = updates.filter((update) => update['package-ecosystem'] === 'gomod').flatMap(foldersOf)
    expect(watched.toSorted()).toEqual(modules.toSorted())
  })
})
