import { existsSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { ROOT } from '../paths.ts'
import type { Findings, Guard } from './guard.ts'
import { tool } from './tool.ts'

const CODE = ['packages', 'services', 'gateway', 'proto', 'frontends']

/** The folders with code that are there; linters get them by name, so that nothing else is ever walked. */
const folders = (root: string): string => CODE.filter((folder) => existsSync(join(root, folder))).join(' ')

const types = (root: string): Promise<Findings> => tool('tsc --noEmit --pretty false -p tsconfig.json', root)

const MINI_APPS = ['mini-ui', 'user-miniapp', 'merchant-miniapp']

/** Both targets of both mini-programs: the same pages against `index.h5.tsx` and against `index.weapp.tsx`. */
async function miniTypes(root: string): Promise<Findings> {
  const runs = MINI_APPS.flatMap((app) =>
    ['tsconfig.json', 'tsconfig.weapp.json'].map((config) =>
      tool(`node_modules/.bin/tsc --noEmit --pretty false -p ${config}`, join(root, 'frontends', app)),
    ),
  )
  return (await Promise.all(runs)).flat()
}

/** The console's pages with their templates; TypeScript 7 has no API for vue-tsc, so it brings the last one that has. */
const adminTypes = (root: string): Promise<Findings> =>
  tool('node_modules/.bin/vue-tsc --noEmit --pretty false', join(root, 'frontends', 'admin-web'))

/** Biome's output for machines, as `file:line: rule: message`; its own layout is made for screens. */
async function format(root: string): Promise<Findings> {
  const lines = await tool(
    'biome ci --colors=off --reporter=github --max-diagnostics=none --error-on-warnings .',
    root,
  )
  const findings = lines.flatMap((line) => {
    const [, title, file, at, text] =
      /^::(?:error|warning) title=([^,]*),file=([^,]*),line=(\d+),[^:]*::(.*)$/.exec(line) ?? []
    return file === undefined ? [] : [`${relative(root, resolve(root, file))}:${at}: ${title}: ${text}`]
  })
  return lines.length > 0 && findings.length === 0 ? lines : findings
}

const lint = (root: string): Promise<Findings> =>
  tool(`oxlint --type-aware --format=unix --config .oxlintrc.json ${folders(root)}`, root)

const imports = (root: string): Promise<Findings> =>
  tool(`depcruise ${folders(root)} --config ${join(ROOT, '.dependency-cruiser.cjs')} --output-type err`, root)

const deadCode = (root: string): Promise<Findings> =>
  tool('knip --no-progress --no-config-hints --reporter compact', root)

/** `lint` and `breaking` of the proto package, as its owner wrote them. */
const contract =
  (script: string) =>
  async (root: string): Promise<Findings> => {
    const folder = join(root, 'proto')
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>
    }
    const command = scripts?.[script]
    return command === undefined ? [`proto/package.json has no script "${script}"`] : tool(command, folder)
  }

/** Committed files that are generated: `openapi.json`, the diagrams and the event map in the READMEs. */
async function fresh(root: string): Promise<Findings> {
  const generator = join(root, 'packages/dev/src/gen/main.ts')
  return existsSync(generator) ? tool(`node ${generator} --check`, root) : []
}

export const TOOLS: readonly Guard[] = [
  { name: 'types', keeps: 'one strict type check for everything', run: types },
  { name: 'mini types', keeps: 'both mini-programs, for weapp and for the browser', run: miniTypes },
  { name: 'admin types', keeps: 'the console, its templates included (vue-tsc)', run: adminTypes },
  { name: 'format', keeps: 'Biome: format, lint, and words at home (GritQL)', run: format },
  { name: 'lint', keeps: 'oxlint with types: promises, any, parameters, tests', run: lint },
  { name: 'imports', keeps: 'the whiteboard of imports, no cycles, no orphans', run: imports },
  { name: 'dead code', keeps: 'knip: no unused file, export or dependency', run: deadCode },
  { name: 'proto lint', keeps: 'buf: style of the contracts', run: contract('lint') },
  {
    name: 'proto breaking',
    keeps: 'buf: no contract breaks against the baseline',
    run: contract('breaking'),
  },
  { name: 'fresh', keeps: 'committed generated files are up to date', run: fresh },
]
