// Copies the native TDesign components an app uses, and all they lean on, as plain CommonJS into `<app>/.tdesign`.
// Taro's own way (npm paths in usingComponents) writes files outside `dist` in a pnpm workspace: NervJS/taro#14796.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { transformSync } from 'esbuild'

const require = createRequire(import.meta.url)
const PACKAGE = 'tdesign-miniprogram'
const ROOT = join(dirname(require.resolve(`${PACKAGE}/package.json`)), 'miniprogram_dist')
const REFERENCES = {
  '.wxml': /<(?:import|include|wxs)[^>]*?src="([^"]+)"/g,
  '.wxss': /@import\s*['"]([^'"]+)['"]/g,
  '.wxs': /require\(['"]([^'"]+)['"]\)/g,
}

const isFile = (path) => existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile()
const read = (path) => readFileSync(join(ROOT, path), 'utf8')
const beside = (from, spec) => posix.normalize(posix.join(posix.dirname(from), spec))

/**
 * @param {string} out folder that is emptied and filled
 * @param {readonly string[]} names TDesign components, such as `button`
 * @returns {number} how many files were written
 */
export function vendorTdesign(out, names) {
  rmSync(out, { recursive: true, force: true })
  const seen = new Set()
  const first = (path) => !seen.has(path) && seen.add(path)
  const put = (path, body) => {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), body)
  }

  /** A bare import means TDesign's own copy of the package. */
  const resolveScript = (from, spec) => {
    const base = spec.startsWith('.') ? beside(from, spec) : `miniprogram_npm/${spec}`
    const found = [base, `${base}.js`, `${base}/index.js`].find(isFile)
    if (!found) throw new Error(`${PACKAGE}: ${from} asks for ${spec}, which is not there`)
    return found
  }

  const script = (path) => {
    if (!first(path)) return
    const { code } = transformSync(read(path), {
      format: 'cjs',
      target: 'es2018',
      minify: true,
      loader: 'js',
    })
    const body = code.replace(/require\((["'])([^"']+)\1\)/g, (_, _quote, spec) => {
      const target = resolveScript(path, spec)
      script(target)
      const relative = posix.relative(posix.dirname(path), target)
      return `require("${relative.startsWith('.') ? relative : `./${relative}`}")`
    })
    put(path, body)
  }

  const any = (path) => {
    const references = REFERENCES[posix.extname(path)]
    if (!references) return script(path)
    if (!first(path)) return
    const body = read(path)
    put(path, body)
    for (const [, spec] of body.matchAll(references)) {
      const target = beside(path, spec)
      any(path.endsWith('.wxml') && !posix.extname(target) ? `${target}.wxml` : target)
    }
  }

  const component = (path) => {
    if (!first(path)) return
    const json = JSON.parse(read(`${path}.json`))
    const used = Object.entries(json.usingComponents ?? {}).map(([tag, spec]) => {
      // form-item.json names its parts as an npm package would.
      const target = spec.startsWith(`${PACKAGE}/`) ? spec.slice(PACKAGE.length + 1) : beside(path, spec)
      component(target)
      const relative = posix.relative(posix.dirname(path), target)
      return [tag, relative.startsWith('.') ? relative : `./${relative}`]
    })
    put(`${path}.json`, JSON.stringify({ ...json, usingComponents: Object.fromEntries(used) }))
    any(`${path}.js`)
    any(`${path}.wxml`)
    if (isFile(`${path}.wxss`)) any(`${path}.wxss`)
  }

  for (const name of names) component(`${name}/${name}`)
  return seen.size
}
