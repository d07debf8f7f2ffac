#!/usr/bin/env node
// The first step of every command: plain JavaScript without dependencies, for any Node from 18 on. It fetches
// Node 24 when this one is older, installs the packages when the lockfile changed, and hands over to src/cli.ts.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explainFullDisk, roomAt } from './disk.mjs'
import { withLock } from './lock.mjs'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '')
const LOCAL = join(ROOT, '.local')
/** Where the platform keeps its state; `paths.ts` says the same. */
const STATE = resolve(ROOT, process.env.LINLI_LOCAL ?? '.local')
const NODE = '24.21.0'
const PNPM = '12.21.0'
const NODE_HOME = join(LOCAL, 'node24')
const TETHER = fileURLToPath(new URL('./tether.mjs', import.meta.url))
const LEAST_FREE_MB = 300
// The packages, Node 24, what is built and generated: measured, 2.2 GB.
const FIRST_FREE_MB = 2_500
/** Verbs that look at what runs, and need no packages for it. */
const LOOKING = ['stop', 'status', 'logs', 'reset', 'help', 'clean']
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }
const verb = process.argv[2] ?? 'help'
const began = Date.now()

const say = (step, text) => {
  if (verb === 'start' || verb === 'test')
    console.log(`[${seconds().padStart(6)}s] ${step.padEnd(10)} ${text}`)
}
const seconds = () => ((Date.now() - began) / 1000).toFixed(1)
const supported = (version) => Number(version.split('.')[0]) >= 24

/** An error whose message is all that the reader needs. */
class Problem extends Error {}

/** Throws unless this user may write wherever a command writes. */
function checkAccess() {
  for (const dir of [ROOT, LOCAL, STATE, join(ROOT, 'node_modules')].filter(existsSync))
    try {
      accessSync(dir, constants.W_OK)
    } catch (error) {
      const who = `${userInfo().username} cannot write to ${dir} (${error.code})`
      const { uid } = statSync(dir)
      if (error.code === 'EROFS' || uid === process.getuid?.())
        throw new Problem(
          `${who}. Linli keeps what it makes inside its checkout: clone it to a writable folder.`,
        )
      throw new Problem(`${who}: it belongs to user ${uid}. Run as that user, or make a clone of your own.`)
    }
}

function checkRoom() {
  const needs = [
    [ROOT, existsSync(join(ROOT, 'node_modules/.modules.yaml')) ? LEAST_FREE_MB : FIRST_FREE_MB],
    [STATE, LEAST_FREE_MB],
  ]
  const short = needs.find(([dir, mb]) => roomAt(dir).mb < mb)
  if (!short) return
  const [dir, mb] = short
  console.error(
    `\nThe disk is too full: this needs ${mb} MB at ${dir}, and ${roomAt(dir).mb} MB are free. Make room and try again.`,
  )
  process.exit(1)
}

/** Runs to the end, and ends with this process; the output is shown only when it failed. */
function run(what, command, env = process.env) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [TETHER, ...command], { cwd: ROOT, env, stdio: 'pipe' })
    const output = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
    child.once('error', failed)
    child.once('close', (code) => {
      if (code === 0) return done()
      const text = Buffer.concat(output).toString('utf8').trim()
      const lines = text.split('\n').slice(-20).join('\n  ')
      failed(new Problem(`${what} failed: ${command.join(' ')}\n  ${lines}`))
    })
  })
}

const works = (node) => {
  const done = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return done.status === 0 && supported(done.stdout.trim().slice(1))
}

/** This Node when it is new enough, else the npm package `node` in the project's own folder when it is there. */
function presentNode() {
  if (supported(process.versions.node)) return process.execPath
  const node = join(NODE_HOME, 'node_modules', 'node', 'bin', 'node')
  return existsSync(node) && works(node) ? node : undefined
}

async function fetchNode() {
  say('node', `this is Node ${process.versions.node}; fetching ${NODE} into .local/node24`)
  rmSync(NODE_HOME, { recursive: true, force: true })
  mkdirSync(NODE_HOME, { recursive: true })
  // Without a package.json of its own npm would climb up and install into the repository.
  writeFileSync(join(NODE_HOME, 'package.json'), '{"private":true}\n')
  const flags = [
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--foreground-scripts',
    '--ignore-scripts=false',
  ]
  await run('Fetching Node 24', ['npm', 'install', ...flags, '--prefix', NODE_HOME, `node@${NODE}`])
  const node = presentNode()
  if (!node) throw new Problem(`Node ${NODE} was installed into ${NODE_HOME} but does not run here`)
  say('node', `${NODE} is ready`)
  return node
}

const pathWith = (node) => ({ ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` })

const INSTALLED = join(LOCAL, 'stamps', 'install')

/** What the installed packages follow from. */
function wantedPackages() {
  const hash = createHash('sha256').update(`${NODE} ${PNPM} ${process.platform}-${process.arch}`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}

const areInstalled = () =>
  existsSync(INSTALLED) &&
  readFileSync(INSTALLED, 'utf8') === wantedPackages() &&
  existsSync(join(ROOT, 'node_modules/.modules.yaml'))

async function install(node) {
  say('install', 'packages of the lockfile')
  const wanted = wantedPackages()
  rmSync(INSTALLED, { force: true })
  // CI: never ask a question.
  const env = { ...pathWith(node), CI: 'true' }
  await run('Installing', ['npx', '--yes', `pnpm@${PNPM}`, 'install', '--frozen-lockfile'], env)
  mkdirSync(dirname(INSTALLED), { recursive: true })
  writeFileSync(INSTALLED, wanted)
  say('install', 'done')
}

/** Node 24 and the packages. Two commands at once must not install into the same folder. */
async function prepare() {
  const needsPackages = !LOOKING.includes(verb) && !process.env.LINLI_SKIP_INSTALL
  const isDone = (node) => node !== undefined && (!needsPackages || areInstalled())
  const present = presentNode()
  if (isDone(present)) return present
  const waiting = (pid) => say('wait', `process ${pid} is installing already`)
  return withLock(join(LOCAL, 'run', 'install.lock'), waiting, async () => {
    const node = presentNode() ?? (await fetchNode())
    if (!isDone(node)) await install(node)
    return node
  })
}

/** Told of every reason to end this command before it is done. */
function onEnd(end) {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}) // the terminal is gone
  for (const name of Object.keys(SIGNALS)) process.on(name, () => end(name))
  // npm, which the scripts of package.json have as their parent, may be killed without being able to tell.
  const npm = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === npm || end('SIGHUP'), 500).unref()
}

function handOver(node) {
  const cli = join(ROOT, 'packages', 'dev', 'src', 'cli.ts')
  const env = { ...pathWith(node), LINLI_BEGAN: String(began), LINLI_PNPM: PNPM }
  const go = (args) =>
    // The channel tells the command when this process is killed, so that nothing is left behind.
    spawn(node, [cli, ...args], { cwd: ROOT, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  const child = go(process.argv.slice(2))
  child.once('exit', (code, signal) => {
    if (signal !== 'SIGKILL') process.exit(code ?? 128 + (SIGNALS[signal] ?? 0))
    console.error('\nThe command was killed; what it has left is being ended.')
    go(['clean']).once('exit', () => process.exit(137))
  })
  return child
}

async function main() {
  let child
  onEnd((name) => {
    if (child) return child.kill(name) // only the command decides when it is over
    console.error('\nInterrupted. The same command goes on where this one stopped.')
    process.exit(128 + SIGNALS[name])
  })
  if (LOOKING.includes(verb) && !presentNode()) {
    console.log('Linli was never started here: npm start')
    process.exit(verb === 'status' || verb === 'logs' ? 1 : 0)
  }
  if (!LOOKING.includes(verb)) checkAccess()
  if (['start', 'test', 'build'].includes(verb)) checkRoom()
  const node = await prepare()
  child = handOver(node)
}

try {
  await main()
} catch (error) {
  const isExpected = error instanceof Problem || error.code !== undefined
  console.error(`\n${isExpected && !process.env.DEBUG ? error.message : error.stack}`)
  const full = explainFullDisk(error.message, [roomAt(ROOT), roomAt(STATE)])
  if (full) console.error(full)
  process.exit(1)
}
