import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Metafile } from 'esbuild'
import { buildAll, metafileOf } from '../build.ts'
import { buildWeb, webApps } from '../build-web.ts'
import { generateCode } from '../generate.ts'
import { inRoot, ROOT } from '../paths.ts'
import { copyBeside } from './beside.ts'

/** Where an image says what is in it; the Dockerfile's label names it. */
const SBOM = 'sbom.cdx.json'

/**
 * `image-root OUT TARGET …`: for each target — `services/order-service`, `packages/simulator`, …, or `web`, the front
 * ends — everything of ours that its image holds, in `OUT/TARGET`. The Dockerfile calls it.
 */
export async function imageRoot([out, ...targets]: readonly string[]): Promise<number> {
  if (!out || targets.length === 0) throw new Error('image-root needs a folder and targets')
  await generateCode()
  for (const target of targets) {
    const root = join(out, target)
    rmSync(root, { recursive: true, force: true })
    mkdirSync(root, { recursive: true })
    if (target === 'web') await webRoot(root)
    else await programRoot(target, root)
  }
  return 0
}

async function programRoot(target: string, root: string): Promise<void> {
  await buildAll([target])
  const dist = inRoot(target, 'dist')
  if (!existsSync(dist)) throw new Error(`${target} is nothing that can be built`)
  cpSync(dist, join(root, 'dist'), { recursive: true })
  const migrations = inRoot(target, 'prisma', 'migrations')
  if (existsSync(migrations)) cpSync(migrations, join(root, 'prisma', 'migrations'), { recursive: true })
  const metafile = JSON.parse(readFileSync(metafileOf(target), 'utf8')) as Metafile
  const beside = copyBeside(Object.keys(metafile.inputs), join(root, 'node_modules'))
  writeSbom(join(root, SBOM), metafile, beside)
}

/** Of what went into the bundle, as esbuild tells, and of what lies beside it. */
function writeSbom(file: string, metafile: Metafile, beside: readonly string[]): void {
  const manifests = beside.map((folder) => relative(ROOT, join(folder, 'package.json')))
  const output = { bytes: 0, imports: [], exports: [], inputs: each(manifests, { bytesInOutput: 1 }) }
  const whole: Metafile = {
    inputs: { ...metafile.inputs, ...each(manifests, { bytes: 1, imports: [] }) },
    outputs: { ...metafile.outputs, node_modules: output },
  }
  const told = `${file}.meta`
  writeFileSync(told, JSON.stringify(whole))
  run('cyclonedx-esbuild', ['--output-reproducible', '--output-file', file, told])
  rmSync(told)
}

const each = <Value>(names: readonly string[], value: Value): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, value]))

async function webRoot(root: string): Promise<void> {
  await buildWeb(console.log)
  for (const { base, dist } of webApps()) cpSync(dist, join(root, 'html', base), { recursive: true })
  const file = join(root, SBOM)
  // Three bundlers made them; what they may have taken is what the lock file has for them.
  const filters = webApps().flatMap(({ name }) => ['--filter', `@linli/${name}`])
  const sbom = [
    'sbom',
    '--prod',
    '--lockfile-only',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
  ]
  run('npx', ['--yes', `pnpm@${process.env.LINLI_PNPM}`, ...filters, ...sbom, '--out', file])
  const { serialNumber: _, ...told } = JSON.parse(readFileSync(file, 'utf8')) as {
    serialNumber: string
    metadata: object
  }
  writeFileSync(file, JSON.stringify({ ...told, metadata: { ...told.metadata, timestamp: undefined } }))
}

function run(command: string, args: readonly string[]): void {
  const bin = inRoot('packages', 'dev', 'node_modules', '.bin')
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  const done = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8' })
  if (done.status !== 0)
    throw new Error(`${command} failed:\n${done.stdout}${done.stderr}${done.error?.message ?? ''}`)
}
