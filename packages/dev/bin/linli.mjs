#!/usr/bin/env node
// The first step of every command: plain JavaScript without dependencies, for any Node from 18 on. It fetches
// Node 24 when this one is older, installs the packages when the lockfile changed, and hands over to src/cli.ts.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '')
const LOCAL = join(ROOT, '.local')
const NODE = '24.21.0'
const PNPM = '12.21.0'
const LEAST_FREE_MB = 300
const verb = process.argv[2] ?? 'help'
const began = Date.now()

const say = (step, text) => {
  if (verb === 'start' || verb === 'test')
    console.log(`[${seconds().padStart(6)}s] ${step.padEnd(10)} ${text}`)
}
const seconds = () => ((Date.now() - began) / 1000).toFixed(1)
const supported = (version) => Number(version.split('.')[0]) >= 24

function fail(what, output) {
  const lines = output.trim().split('\n').slice(-20)
  console.error(`\n${what}\n  ${lines.join('\n  ')}`)
  if (/ENOSPC|no space left on device|disk quota exceeded/i.test(output)) explainFullDisk()
  process.exit(1)
}

function explainFullDisk() {
  console.error(
    `\nThe disk is full: ${freeMb(ROOT)} MB are free at ${ROOT}. Make room and run the same command again;`,
  )
  console.error('every step goes on where it stopped.')
}

function freeMb(dir) {
  const { bavail, bsize } = statfsSync(dir)
  return Math.floor((bavail * bsize) / 1024 / 1024)
}

/** Runs to the end; the output is kept and shown only when it failed. */
function run(what, [command, ...args], env) {
  const done = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`
  if (done.status !== 0) fail(`${what} failed: ${[command, ...args].join(' ')}`, output)
}

const works = (node) => {
  const done = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return done.status === 0 && supported(done.stdout.trim().slice(1))
}

/** This Node when it is new enough, else the npm package `node` in the project's own folder. */
function findNode() {
  if (supported(process.versions.node)) return process.execPath
  const home = join(LOCAL, 'node24')
  const node = join(home, 'node_modules', 'node', 'bin', 'node')
  if (existsSync(node) && works(node)) return node
  say('node', `this is Node ${process.versions.node}; fetching ${NODE} into .local/node24`)
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  // Without a package.json of its own npm would climb up and install into the repository.
  writeFileSync(join(home, 'package.json'), '{"private":true}\n')
  const flags = [
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--foreground-scripts',
    '--ignore-scripts=false',
  ]
  run('Fetching Node 24', ['npm', 'install', ...flags, '--prefix', home, `node@${NODE}`], process.env)
  if (!works(node)) fail('Node 24 was installed but does not run', node)
  say('node', `${NODE} is ready`)
  return node
}

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Two commands at once must not install into the same folder; a lock whose owner is gone is nobody's. */
function withLock(file, action) {
  for (;;) {
    try {
      const fd = openSync(file, 'wx')
      writeFileSync(fd, String(process.pid))
      closeSync(fd)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = Number(existsSync(file) ? readFileSync(file, 'utf8') : 0)
      if (owner && !isAlive(owner)) rmSync(file, { force: true })
      else sleep(200)
    }
  }
  try {
    action()
  } finally {
    rmSync(file, { force: true })
  }
}

function install(env) {
  const stamp = join(LOCAL, 'stamps', 'install')
  const hash = createHash('sha256').update(`${NODE} ${PNPM} ${process.platform}-${process.arch}`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(ROOT, file)))
  const wanted = hash.digest('hex')
  const current = () =>
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted &&
    existsSync(join(ROOT, 'node_modules/.modules.yaml'))
  if (current()) return
  mkdirSync(dirname(stamp), { recursive: true })
  withLock(join(LOCAL, 'install.lock'), () => {
    if (current()) return
    say('install', 'packages of the lockfile')
    // CI: never ask a question.
    run('Installing', ['npx', '--yes', `pnpm@${PNPM}`, 'install', '--frozen-lockfile'], {
      ...env,
      CI: 'true',
    })
    writeFileSync(stamp, wanted)
    say('install', 'done')
  })
}

function main() {
  mkdirSync(LOCAL, { recursive: true })
  const needsRoom = ['start', 'test', 'build'].includes(verb)
  if (needsRoom && freeMb(ROOT) < LEAST_FREE_MB) {
    explainFullDisk()
    process.exit(1)
  }
  const node = findNode()
  const env = {
    ...process.env,
    PATH: `${dirname(node)}:${process.env.PATH}`,
    LINLI_BEGAN: String(began),
    LINLI_PNPM: PNPM,
  }
  const needsPackages = !['stop', 'status', 'logs', 'reset', 'help'].includes(verb)
  if (needsPackages && !process.env.LINLI_SKIP_INSTALL) install(env)
  const cli = join(ROOT, 'packages', 'dev', 'src', 'cli.ts')
  // The channel tells the command when this process is killed, so that nothing is left behind.
  const child = spawn(node, [cli, ...process.argv.slice(2)], {
    cwd: ROOT,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal sends Ctrl-C to both; only the command decides when it is over.
  process.on('SIGINT', () => {})
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

try {
  main()
} catch (error) {
  if (error.code === 'ENOSPC') explainFullDisk()
  else console.error(error)
  process.exit(1)
}
