import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, stop } from 'esbuild'
import { hashFile, readStamp, writeStamp } from './hash.ts'
import { inRoot, ROOT, STAMPS } from './paths.ts'
import { SERVICES } from './services.ts'

/** Folders with a `src/main.ts` that becomes `dist/main.mjs`. */
export const TARGETS: string[] = [
  ...SERVICES.map((name) => `services/${name}-service`),
  'packages/simulator',
  'gateway/local',
]

// Bundled CommonJS packages ask for these.
const BANNER = [
  "import { createRequire as __cr } from 'node:module'",
  "import { fileURLToPath as __f } from 'node:url'",
  "import { dirname as __d } from 'node:path'",
  'const require = __cr(import.meta.url), __filename = __f(import.meta.url), __dirname = __d(__filename)',
].join(';')

interface Stamp {
  recipe: string
  /** Our own files by path in the repository; packages are covered by the lockfile in the recipe. */
  inputs: Record<string, string>
}

export interface BuildResult {
  built: string[]
  upToDate: string[]
}

const recipe = (): string => hashFile(fileURLToPath(import.meta.url)) + hashFile(inRoot('pnpm-lock.yaml'))
const stampFile = (target: string): string => join(STAMPS, `build-${target.replaceAll('/', '-')}.json`)
export const bundleOf = (target: string): string => inRoot(target, 'dist', 'main.mjs')

/**
 * Bundles every target whose inputs changed since its last build; targets without a `src/main.ts` are left out.
 * `only` restricts by folder or its last part. Throws esbuild's error, which names file and line.
 */
export async function buildAll(only: string[] = []): Promise<BuildResult> {
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
    if (!text || !existsSync(bundleOf(target))) return false
    const stamp = JSON.parse(text) as Stamp
    return stamp.recipe === current && Object.entries(stamp.inputs).every(([path, h]) => hash(path) === h)
  }
  const upToDate = wanted.filter(isFresh)
  const built = wanted.filter((t) => !upToDate.includes(t))
  await Promise.all(
    built.map(async (target) => {
      const { inputs } = await bundle(target)
      const own = Object.keys(inputs).filter((path) => !path.includes('node_modules/'))
      const stamp: Stamp = {
        recipe: current,
        inputs: Object.fromEntries(own.map((path) => [path, hash(path)])),
      }
      writeStamp(stampFile(target), JSON.stringify(stamp))
    }),
  )
  await stop() // esbuild keeps a process of its own
  return { built, upToDate }
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
    metafile: true,
    logLevel: 'silent', // the caller prints the error once
    // Native modules cannot be bundled; pg only tries pg-native.
    external: ['pg-native', 'bcrypt'],
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: BANNER },
  })
  return metafile
}
