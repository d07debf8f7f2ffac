import { cpSync, existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { inRoot } from '../paths.ts'

/** Native code and files cannot be bundled: these packages lie beside the bundle. */
const BESIDE = ['bcrypt', '@twemoji/svg']
/** Headers for compiling, of no use afterwards. */
const BUILD_ONLY = new Set(['node-addon-api'])

/** What runs or is read; sources, tests and the binaries of other machines stay behind. */
const WANTED = /\.(c|m)?js$|\.json$|\.svg$|^LICEN[SC]E/
const NATIVE = /\.node$/
const PLATFORM = `${process.platform}-${process.arch}`
const UNWANTED = new Set(['node_modules', 'test', 'examples', 'src', '.github'])

interface Manifest {
  dependencies?: Record<string, string>
}

const manifestOf = (dir: string): Manifest =>
  JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest

/** Folder of the package `name` as the package in `from` sees it. */
const folderOf = (name: string, from: string): string =>
  dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`))

/** Our own packages that went into a bundle, by the files of theirs that did. */
const ownPackages = (inputs: readonly string[]): string[] => {
  const files = inputs.filter((path) => !path.includes('node_modules/'))
  return [...new Set(files.map((path) => inRoot(...path.split('/').slice(0, 2))))].filter((dir) =>
    existsSync(join(dir, 'package.json')),
  )
}

/**
 * Copies to `modules` what the bundle of `inputs` needs beside itself, with what that needs.
 * @returns the folders that were copied from.
 */
export function copyBeside(inputs: readonly string[], modules: string): string[] {
  const copied = new Map<string, string>()
  const copy = (name: string, from: string): void => {
    if (copied.has(name) || BUILD_ONLY.has(name)) return
    const folder = folderOf(name, from)
    copied.set(name, folder)
    const filter = (path: string) => isWanted(path, relative(folder, path))
    cpSync(folder, join(modules, name), { recursive: true, dereference: true, filter })
    for (const needed of Object.keys(manifestOf(folder).dependencies ?? {})) copy(needed, folder)
  }
  for (const own of ownPackages(inputs))
    for (const name of BESIDE) if (manifestOf(own).dependencies?.[name]) copy(name, own)
  return [...copied.values()]
}

function isWanted(path: string, inside: string): boolean {
  if (inside.split('/').some((part) => UNWANTED.has(part))) return false
  if (statSync(path).isDirectory()) return !/^prebuilds\/./.test(inside) || basename(path) === PLATFORM
  return WANTED.test(basename(path)) || NATIVE.test(path)
}
