import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, readStamp, writeStamp } from '../hash.ts'
import { inRoot, ROOT, STAMPS } from '../paths.ts'

/** Programs that this checkout has built for its own tests. */
const TOOLS = inRoot('.local', 'bin')

interface GoTool {
  /** Name of the program. */
  name: string
  /** Folder with the go.mod that pins its version. */
  module: string
  /** Main package. */
  main: string
  ldflags?: string
}

/**
 * Builds a program from the Go module proxy, once per version, and returns its path.
 * @throws Error when there is no Go, or the build fails; says which.
 */
export function goTool({ name, module, main, ldflags = '' }: GoTool): string {
  const file = join(TOOLS, name)
  const stamp = join(STAMPS, `go-${name}`)
  const hash = `${hashOf([module], ROOT)} ${ldflags}`
  if (existsSync(file) && readStamp(stamp) === hash) return file
  const work = inRoot('.local', 'cache', 'go', name)
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  mkdirSync(TOOLS, { recursive: true })
  cpSync(module, work, { recursive: true })
  console.log(`building ${name} from the Go module proxy (once; minutes)`)
  const args = ['build', '-mod=mod', '-trimpath', '-ldflags', `-s -w ${ldflags}`, '-o', `${file}.new`, main]
  const done = spawnSync('go', args, { cwd: work, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (done.error) throw new Error(`${name} is not here and Go to build it is neither: install ${name} or Go`)
  if (done.status !== 0)
    throw new Error(`building ${name} failed:\n${done.stderr.split('\n').slice(-20).join('\n')}`)
  renameSync(`${file}.new`, file)
  writeStamp(stamp, hash)
  return file
}

/** The version of `path` that the go.mod in the folder `module` requires. */
export function requiredVersion(module: string, path: string): string {
  const text = readFileSync(join(module, 'go.mod'), 'utf8')
  const version = text
    .split('\n')
    .find((line) => line.includes(`${path} v`))
    ?.match(/ (v\S+)/)?.[1]
  if (!version) throw new Error(`${module}/go.mod does not require ${path}`)
  return version
}

/**
 * The folder of a module that the go.mod in `folder` requires, fetched from the module proxy when it is not here.
 * @throws Error when there is no Go, or the module cannot be had
 */
export function goModule(folder: string, path: string): string {
  const module = `${path}@${requiredVersion(folder, path)}`
  const done = spawnSync('go', ['mod', 'download', '-json', module], { cwd: folder, encoding: 'utf8' })
  if (done.error) throw new Error(`${module} is needed and Go to fetch it is not here`)
  if (done.status !== 0) throw new Error(`fetching ${module} failed:\n${done.stdout}${done.stderr}`)
  return (JSON.parse(done.stdout) as { readonly Dir: string }).Dir
}
