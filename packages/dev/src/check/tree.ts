import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

const NOT_OURS = /^(node_modules|dist|coverage|\.git|\.local)$|\.tsbuildinfo$/
const GENERATED =
  /^(proto\/gen|packages\/api-client\/src\/gen|services\/[^/]+\/src\/generated)\/|^frontends\/admin-web\/src\/components\.d\.ts$/
const BINARY = /\.(png|jpe?g|gif|webp|ico|svg|woff2?|wasm|binpb|gz|zip|tgz)$/

/** One text file of the repository; `path` is relative to its root, with slashes. */
export type TextFile = { readonly path: string; readonly text: string }

/** Every text file that belongs to the repository: tracked or about to be, neither generated nor ignored. */
export async function textFiles(root: string): Promise<readonly TextFile[]> {
  const paths = existsSync(join(root, '.git')) ? gitPaths(root) : await walkedPaths(root)
  return paths
    .filter((path) => !GENERATED.test(path) && !BINARY.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function gitPaths(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '')
}

/** For a copy without history, such as an unpacked archive. */
async function walkedPaths(root: string): Promise<string[]> {
  const walk = async (folder: string): Promise<string[]> => {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(
      ({ name }) => !NOT_OURS.test(name),
    )
    const below = await Promise.all(
      entries.map(async (entry) => {
        const path = join(folder, entry.name)
        return entry.isDirectory() ? walk(path) : entry.isFile() ? [relative(root, path)] : []
      }),
    )
    return below.flat()
  }
  return walk(root)
}
