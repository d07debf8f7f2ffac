import { existsSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, stop } from 'esbuild'
import { withLock } from '../bin/lock.mjs'
import { filesBelow, hashFile, readStamp, writeStamp } from './hash.ts'
import { inRoot, ROOT, STAMPS } from './paths.ts'
import { SERVICES } from './services.ts'
import { onlySources, type SourceMap } from './source-map.ts'

/** Folders with a `src/main.ts` that becomes `dist/main.mjs`. */
export const TARGETS: readonly string[] = [
  ...SERVICES.map((name) => `services/${name}-service`),
  'packages/simulator',
  'packages/setup',
  'packages/e2e',
  'gateway/local',
]

// Bundled CommonJS packages ask for these.
const BANNER = [
  "import { createRequire as __cr } from 'node:module'",
  "import { fileURLToPath as __f } from 'node:url'",
  "import { dirname as __d } from 'node:path'",
  'const require = __cr(import.meta.url), __filename = __f(import.meta.url), __dirname = __d(__filename)',
].join(';')

// All ten at once would take 1.7 GB for the time of the build, and be no faster on two cores.
const AT_ONCE = 2

interface Stamp {
  recipe: string
  /** Our own files by path in the repository; packages are covered by the lockfile in the recipe. */
  inputs: Record<string, string>
}

export interface BuildResult {
  built: string[]
  upToDate: string[]
}

const recipe = (): string =>
  hashFile(fileURLToPath(import.meta.url)) +
  hashFile(fileURLToPath(new URL('./source-map.ts', import.meta.url))) +
  hashFile(inRoot('pnpm-lock.yaml'))
const stampFile = (target: string): string => join(STAMPS, `build-${target.replaceAll('/', '-')}.json`)
/** esbuild's account of the last build of a target: which files went where. */
export const metafileOf = (target: string): string => join(STAMPS, `meta-${target.replaceAll('/', '-')}.json`)
export const bundleOf = (target: string): string => inRoot(target, 'dist', 'main.mjs')

/**
 * Bundles every target whose inputs changed since its last build; targets without a `src/main.ts` are left out.
 * `only` restricts by folder or its last part. Throws esbuild's error, which names file and line. Of two commands at
 * once the second waits.
 */
export const buildAll = (only: string[] = []): Promise<BuildResult> =>
  withLock(
    join(STAMPS, 'build.lock'),
    () => {},
    () => buildStale(only),
  )

async function buildStale(only: string[]): Promise<BuildResult> {
  const wanted = TARGETS.filter((t) => existsSync(inRoot(t, 'src', 'main.ts'))).filter(
    (t) =>
      only.length === 0 || only.some((name) => t === name || basename(t).replace(/-service$/, '') === name),
  )
  const current = recipe()
  const hashes = new Map<string, string>() // shared packages are inputs of every target
  const hash = (path: string): string => {
    const known = hashes.get(path) ?? hashFile(inRoot(path))
    hashes.set(path, known)
    return known
  }
  const isFresh = (target: string): boolean => {
    const text = readStamp(stampFile(target))
    if (!text || !existsSync(bundleOf(target)) || !existsSync(metafileOf(target))) return false
    const stamp = JSON.parse(text) as Stamp
    return stamp.recipe === current && Object.entries(stamp.inputs).every(([path, h]) => hash(path) === h)
  }
  const upToDate = wanted.filter(isFresh)
  const built = wanted.filter((t) => !upToDate.includes(t))
  const queue = [...built]
  const worker = async (): Promise<void> => {
    for (let target = queue.shift(); target; target = queue.shift()) {
      rmSync(stampFile(target), { force: true }) // half a bundle must not look like that of an earlier state
      const metafile = await bundle(target)
      const { inputs } = metafile
      writeStamp(metafileOf(target), JSON.stringify(metafile))
      const own = Object.keys(inputs).filter((path) => !path.includes('node_modules/'))
      const stamp: Stamp = {
        recipe: current,
        inputs: Object.fromEntries(own.map((path) => [path, hash(path)])),
      }
      writeStamp(stampFile(target), JSON.stringify(stamp))
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  } finally {
    await stop() // esbuild keeps a process of its own
  }
  return { built, upToDate }
}

/** Traces need our own sources; what is generated or comes in a package is not worth its memory. */
const isOwn = (source: string): boolean => !/node_modules\/|proto\/gen\/|src\/generated\//.test(source)

async function shrinkMap(path: string): Promise<void> {
  const map = JSON.parse(await readFile(path, 'utf8')) as SourceMap
  await writeFile(path, JSON.stringify(onlySources(map, isOwn)))
}

async function bundle(target: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: join(target, 'src', 'main.ts') },
    outdir: join(target, 'dist'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true, // what Prisma loads late stays out of the first file
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent', // the caller prints the error once
    // Native modules cannot be bundled; pg only tries pg-native.
    external: ['pg-native', 'bcrypt'],
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: BANNER },
  })
  const maps = Object.keys(metafile.outputs).filter((path) => path.endsWith('.map'))
  await Promise.all(maps.map((path) => shrinkMap(inRoot(path))))
  // Chunks carry a hash and would pile up. Removed only now: a platform may be running from this folder.
  for (const file of filesBelow(inRoot(target, 'dist')))
    if (!metafile.outputs[relative(ROOT, file)]) rmSync(file)
  return metafile
}
