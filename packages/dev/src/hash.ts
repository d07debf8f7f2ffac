import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const sha = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** Hash of a file's content; `missing` when there is none. */
export const hashFile = (file: string): string => (existsSync(file) ? sha(readFileSync(file)) : 'missing')

/** Every file below `dir`, sorted; empty when there is no such folder. */
export function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !relative(dir, entry.parentPath).split('/').includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** One hash over names and contents of files and folders. */
export function hashOf(paths: string[], base: string): string {
  const files = paths.flatMap((path) => (isFolder(path) ? filesBelow(path) : [path]))
  return sha(files.map((file) => `${relative(base, file)} ${hashFile(file)}`).join('\n'))
}

/** What a step saw when it last succeeded. */
export function readStamp(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

export function writeStamp(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
