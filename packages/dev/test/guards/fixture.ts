import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { GUARDS } from '../../src/check/guards.ts'
import { inRoot } from '../../src/paths.ts'

export type Files = Readonly<Record<string, string>>

const CONFIGS = ['.gitignore', 'biome.json', '.oxlintrc.json', 'knip.json', 'packages/dev/grit']
const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    noEmit: true,
    strict: true,
    allowImportingTsExtensions: true,
    types: [],
  },
}

/** A small repository with the real configurations and these files, held against one guard; it is gone after. */
export async function findings(guardName: string, files: Files): Promise<string> {
  const guard = GUARDS.find(({ name }) => name === guardName)
  if (guard === undefined) throw new Error(`no such guard: ${guardName}`)
  const root = mkdtempSync(join(tmpdir(), 'linli-guards-'))
  try {
    for (const config of CONFIGS) cpSync(inRoot(config), join(root, config), { recursive: true })
    const all = { 'tsconfig.json': `${JSON.stringify(TSCONFIG, null, 2)}\n`, ...files }
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    if ('proto/package.json' in files) linkBuf(root)
    return (await guard.run(root)).join('\n')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** The contracts' own programs, without the packages around them. */
function linkBuf(root: string): void {
  mkdirSync(join(root, 'proto/node_modules'), { recursive: true })
  symlinkSync(inRoot('proto/node_modules/.bin'), join(root, 'proto/node_modules/.bin'))
}
