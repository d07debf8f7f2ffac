// What WeChat's tools would refuse of a build, without them: missing files, dead references, too large, a path of the
// machine it was built on.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

type AppConfig = {
  pages: string[]
  subPackages?: { root: string; pages: string[] }[]
  usingComponents?: Record<string, string>
  tabBar?: { list: { pagePath: string; iconPath?: string; selectedIconPath?: string }[] }
}

export type BuildReport = {
  readonly findings: readonly string[]
  /** Bytes by package; `main` is what lies in no subpackage. */
  readonly sizes: Readonly<Record<string, number>>
  readonly pages: readonly string[]
}

const ICON_BYTES = 40_960
const REFERENCES: readonly (readonly [RegExp, RegExp])[] = [
  [/\.wxml$/, /<(?:import|include|wxs)[^>]*?src="([^"]+)"/g],
  [/\.wxss$/, /@import\s*['"]([^'"]+)['"]/g],
  [/\.js$/, /require\(["'](\.[^"']+)["']\)/g],
]
const TEXT = /\.(wxml|wxss|wxs|js|json)$/

/** @param machine strings that must not appear, for instance the folder of the checkout */
export function checkBuild(root: string, machine: readonly string[]): BuildReport {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(root, join(entry.parentPath, entry.name)))
  const has = (path: string): boolean => existsSync(join(root, path))
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  const json = (path: string) =>
    JSON.parse(read(path)) as { component?: boolean } & Pick<AppConfig, 'usingComponents'>
  const app = JSON.parse(read('app.json')) as AppConfig
  const subs = app.subPackages ?? []
  const pages = [...app.pages, ...subs.flatMap((sub) => sub.pages.map((page) => `${sub.root}/${page}`))]
  const findings: string[] = []
  const wantFiles = (what: string, path: string): void => {
    for (const kind of ['js', 'json', 'wxml'])
      if (!has(`${path}.${kind}`)) findings.push(`${what} ${path}.${kind} is missing`)
  }

  const seen = new Set<string>()
  const component = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    wantFiles('component', path)
    if (!has(`${path}.json`)) return
    const { component: isComponent, usingComponents = {} } = json(`${path}.json`)
    if (isComponent !== true) findings.push(`${path}.json does not say component: true`)
    for (const target of Object.values(usingComponents)) component(beside(path, target))
  }
  for (const page of pages) {
    wantFiles('page', page)
    if (has(`${page}.json`))
      for (const target of Object.values(json(`${page}.json`).usingComponents ?? {}))
        component(beside(page, target))
  }
  for (const target of Object.values(app.usingComponents ?? {})) component(beside('app', target))
  for (const { pagePath, iconPath, selectedIconPath } of app.tabBar?.list ?? []) {
    if (!app.pages.includes(pagePath)) findings.push(`tab ${pagePath} is not in the main package`)
    for (const icon of [iconPath, selectedIconPath])
      if (!icon || !has(icon) || statSync(join(root, icon)).size > ICON_BYTES)
        findings.push(`tab icon ${icon}`)
  }
  for (const file of files) findings.push(...fileFindings(file, { has, read, machine }))
  return { findings, sizes: sizesOf(root, files, subs), pages }
}

const beside = (from: string, target: string): string =>
  target.startsWith('/') ? target.slice(1) : posix.normalize(posix.join(posix.dirname(from), target))

type Reader = { has: (path: string) => boolean; read: (path: string) => string; machine: readonly string[] }

function fileFindings(file: string, { has, read, machine }: Reader): string[] {
  const text = TEXT.test(file) ? read(file) : ''
  const dead = REFERENCES.filter(([kind]) => kind.test(file)).flatMap(([, pattern]) =>
    [...text.matchAll(pattern)]
      .map(([, target = '']) => beside(file, target))
      .filter((target) => ![target, `${target}.wxml`, `${target}.js`, `${target}/index.js`].some(has))
      .map((target) => `${file} refers to ${target}, which is not there`),
  )
  const leaks = machine.filter((word) => text.includes(word) || file.includes(word))
  return [...dead, ...leaks.map((word) => `${file} names ${word} of the building machine`)]
}

function sizesOf(
  root: string,
  files: readonly string[],
  subs: readonly { root: string }[],
): Record<string, number> {
  const sizes: Record<string, number> = { main: 0 }
  for (const file of files) {
    const name = subs.find((sub) => file.startsWith(`${sub.root}/`))?.root ?? 'main'
    sizes[name] = (sizes[name] ?? 0) + statSync(join(root, file)).size
  }
  return sizes
}
