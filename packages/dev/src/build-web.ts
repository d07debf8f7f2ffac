import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { withLock } from '../bin/lock.mjs'
import { lastLines } from './component.ts'
import { hashOf, readStamp, writeStamp } from './hash.ts'
import { inRoot, local, ROOT, STAMPS } from './paths.ts'
import { tether } from './tethered.ts'

/** One front end and what it is built for. */
export interface WebApp {
  name: string
  target: 'h5' | 'weapp'
  /** URL prefix it is served under; means nothing on weapp. */
  base: string
  /** Folder of the built files. */
  dist: string
  /** Everything of ours that goes into it. */
  inputs: string[]
  /** Arguments of Node that build it. */
  build: string[]
}

const PACKAGES = ['packages/api-client/src', 'packages/api-client/scripts', 'packages/core/src']
const SHARED = [...PACKAGES, 'frontends/mini-ui/src', 'frontends/mini-ui/build']

const miniApp = (name: string, base: string, target: WebApp['target'] = 'h5'): WebApp => ({
  name,
  target,
  base,
  dist: inRoot('frontends', name, 'dist', target),
  inputs: [
    ...['src', 'config', 'babel.config.js'].map((part) => inRoot('frontends', name, part)),
    ...SHARED.map((part) => inRoot(part)),
  ],
  build: [inRoot('frontends', 'mini-ui', 'build', 'build-app.mjs'), inRoot('frontends', name), target],
})

const ADMIN = inRoot('frontends', 'admin-web')

const adminApp: WebApp = {
  name: 'admin-web',
  target: 'h5',
  base: '/admin/',
  dist: join(ADMIN, 'dist'),
  inputs: [
    ...['src', 'public', 'index.html', 'vite.config.ts'].map((part) => join(ADMIN, part)),
    ...PACKAGES.map((part) => inRoot(part)),
  ],
  build: [join(ADMIN, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', ADMIN],
}

/** The front ends that have a source, in the order they are built: the quickest first. */
export const webApps = (): WebApp[] =>
  [adminApp, miniApp('user-miniapp', '/'), miniApp('merchant-miniapp', '/merchant/')].filter(
    ({ inputs: [source] }) => source !== undefined && existsSync(source),
  )

const WEAPPS = [miniApp('user-miniapp', '/', 'weapp'), miniApp('merchant-miniapp', '/', 'weapp')]

const stampOf = ({ name, target }: WebApp): string => `${STAMPS}/web-${name}-${target}`

/**
 * Builds the front ends whose inputs changed, one after the other: each takes a core and a gigabyte.
 * @param say told before each build
 * @returns names of what was built
 */
export const buildWeb = (say: (text: string) => void): Promise<string[]> => buildApps(webApps(), say)

/** Builds both mini-programs for WeChat, when their inputs changed. */
export const buildWeapp = (say: (text: string) => void = () => {}): Promise<string[]> =>
  buildApps(WEAPPS, say)

const buildApps = (apps: readonly WebApp[], say: (text: string) => void): Promise<string[]> =>
  withLock(
    `${STAMPS}/web.lock`,
    (pid) => say(`process ${pid} is building already`),
    () => buildStale(apps, say),
  )

async function buildStale(apps: readonly WebApp[], say: (text: string) => void): Promise<string[]> {
  const built: string[] = []
  for (const app of apps) {
    const hash = hashOf([...app.inputs, inRoot('pnpm-lock.yaml')], ROOT)
    if (
      existsSync(`${app.dist}/${app.target === 'h5' ? 'index.html' : 'app.json'}`) &&
      readStamp(stampOf(app)) === hash
    )
      continue
    say(app.name === 'admin-web' ? app.name : `${app.name}: the first build takes about a minute`)
    rmSync(stampOf(app), { force: true }) // half a front end must not look like that of an earlier state
    await runBuild(app)
    writeStamp(stampOf(app), hash)
    built.push(app.name)
  }
  return built
}

function runBuild({ name, target, base, build }: WebApp): Promise<void> {
  mkdirSync(local('logs'), { recursive: true })
  const file = local('logs', `build-${name}-${target}.log`)
  const log = openSync(file, 'w')
  const child = spawn(process.execPath, tether(process.execPath, build), {
    cwd: ROOT,
    env: { ...process.env, H5_BASE: base, ADMIN_BASE: base },
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  // The services are starting meanwhile; they go first.
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`building ${name} failed (${file}):\n${lastLines(file, 30).join('\n')}`))
    })
  })
}
