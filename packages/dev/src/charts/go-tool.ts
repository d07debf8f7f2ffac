import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, readStamp, writeStamp } from '../hash.ts'
import { inRoot, ROOT, STAMPS } from '../paths.ts'
import { type Print, progress, runStep } from '../say.ts'

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
export function goTool(tool: GoTool): string {
  const plan = planOf(tool)
  if (isFresh(plan)) return plan.file
  console.log(`building ${tool.name} from the Go module proxy (once; minutes)`)
  prepare(plan)
  const done = spawnSync('go', plan.args, { cwd: plan.work, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return finish(plan, done)
}

/** The same for what takes so long that somebody would think it hangs: `print` is told how it goes. */
export function goToolWithProgress(tool: GoTool, print: Print): Promise<string> {
  const plan = planOf(tool)
  return runStep(print, tool.name, async () => {
    if (isFresh(plan)) return { text: 'is there', value: plan.file }
    print(progress(tool.name, 'from the Go module proxy (once; minutes)'))
    prepare(plan)
    return { text: 'built', value: finish(plan, await goBuild(plan)) }
  })
}

interface Plan {
  readonly tool: GoTool
  readonly file: string
  readonly work: string
  readonly args: readonly string[]
  readonly stamp: string
  readonly hash: string
}

function planOf(tool: GoTool): Plan {
  const { name, module, main, ldflags = '' } = tool
  const file = join(TOOLS, name)
  return {
    tool,
    file,
    work: inRoot('.local', 'cache', 'go', name),
    args: ['build', '-mod=mod', '-trimpath', '-ldflags', `-s -w ${ldflags}`, '-o', `${file}.new`, main],
    stamp: join(STAMPS, `go-${name}`),
    hash: `${hashOf([module], ROOT)} ${ldflags}`,
  }
}

const isFresh = ({ file, stamp, hash }: Plan): boolean => existsSync(file) && readStamp(stamp) === hash

function prepare({ tool, work }: Plan): void {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  mkdirSync(TOOLS, { recursive: true })
  cpSync(tool.module, work, { recursive: true })
}

type Done = { readonly error?: Error | undefined; readonly status: number | null; readonly stderr: string }

const goBuild = ({ args, work }: Plan): Promise<Done> =>
  new Promise((resolve) => {
    const child = spawn('go', args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', (error) => resolve({ error, status: null, stderr }))
    child.once('close', (status) => resolve({ status, stderr }))
  })

function finish({ tool: { name }, file, stamp, hash }: Plan, { error, status, stderr }: Done): string {
  if (error) throw new Error(`${name} is not here and Go to build it is neither: install ${name} or Go`)
  if (status !== 0) throw new Error(`building ${name} failed:\n${stderr.split('\n').slice(-20).join('\n')}`)
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
