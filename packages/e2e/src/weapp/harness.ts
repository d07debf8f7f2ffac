// Runs a compiled mini-program without WeChat: the official compiler for WXML, a `vm` for the scripts, no DOM. Native
// components are leaves of the tree: their attributes and events are seen, their inside is not.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import vm from 'node:vm'
import { type Call, createWx, type World } from './wx.ts'

const require = createRequire(import.meta.url)
const { wxmlToJs } = require('miniprogram-compiler') as { wxmlToJs: (root: string) => string }

type Attributes = Readonly<Record<string, unknown>>
export type Node = {
  readonly tag: string
  readonly attr: Attributes
  readonly children: readonly (Node | string)[]
}

type Definition = Record<string, unknown> & { readonly data?: unknown }
type Render = (data: unknown, environment: object, state: object) => unknown

/** A page that is open. */
export type Page = {
  readonly route: string
  /** The rendered tree of this moment. */
  readonly tree: () => Node
}

type Instance = Record<string, unknown> & { readonly route: string; data: Record<string, unknown> }

const WAIT_MS = 20_000
const POLL_MS = 25

/** Loads a build and launches its app. @param root folder with `app.json` */
export function launch(root: string, world: World) {
  const calls: Call[] = []
  const { wx, storage, observers } = createWx(world, calls)
  const pages = new Map<string, Definition>()
  const stack: Instance[] = []
  const scripts = loader(root, { wx, stack, pages })
  const config = JSON.parse(readFileSync(join(root, 'app.json'), 'utf8')) as {
    pages: string[]
    subPackages?: { root: string; pages: string[] }[]
  }
  const routes = [
    ...config.pages,
    ...(config.subPackages ?? []).flatMap((sub) => sub.pages.map((page) => `${sub.root}/${page}`)),
  ]
  scripts.run('app.js')
  for (const route of routes) scripts.run(`${route}.js`)
  const compiled = vm.runInThisContext(`(function(window){${wxmlToJs(root)}\n})`) as (
    window: object,
  ) => unknown
  const templates = compiled({}) as (path: string) => Render
  const app = scripts.app()
  call(app, 'onLaunch', { path: routes[0], query: {} })
  call(app, 'onShow', { path: routes[0], query: {} })

  /** Opens a page as WeChat would, above those that are open. */
  function open(address: string): Page {
    const [path = '', search = ''] = address.replace(/^\//, '').split('?')
    const definition = pages.get(path)
    if (!definition) throw new Error(`there is no page ${path}; pages: ${routes.join(', ')}`)
    const instance: Instance = {
      ...definition,
      data: structuredClone((definition.data ?? {}) as Record<string, unknown>),
      route: path,
      setData: (changes: Readonly<Record<string, unknown>>, then?: () => void) => {
        for (const [key, value] of Object.entries(changes)) assign(instance.data, key, value)
        if (then) setTimeout(then, 0)
      },
      selectComponent: () => null,
      getPageId: () => stack.length,
    }
    stack.push(instance)
    call(instance, 'onLoad', Object.fromEntries(new URLSearchParams(search)))
    call(instance, 'onShow')
    call(instance, 'onReady')
    return { route: path, tree: () => toNode(templates(`${path}.wxml`)(instance.data, {}, {})) }
  }

  /** Fires an event of a node, as the native side would. */
  function fire(node: Node, type: string, detail: object = {}): void {
    const instance = stack.at(-1)
    const id = node.attr.id
    const sid = node.attr['data-sid'] ?? id
    call(instance, 'eh', {
      type,
      detail,
      currentTarget: { id, dataset: { sid } },
      target: { id, dataset: {} },
      timeStamp: 1,
      mark: {},
    })
  }

  /** Scrolls the page that is open to its end. */
  const reachBottom = (): void => void call(stack.at(-1), 'onReachBottom')

  /** Waits for the next call of `wx` with this name, counted from the ones seen before. */
  async function until<Found>(what: string, look: () => Found | undefined): Promise<Found> {
    const end = Date.now() + WAIT_MS
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (Date.now() > end) throw new Error(`${what} did not come within ${WAIT_MS} ms`)
      await sleep(POLL_MS)
    }
  }

  return { routes, calls, storage, observers, open, fire, reachBottom, until }
}

export type Harness = ReturnType<typeof launch>

const call = (target: unknown, name: string, ...args: unknown[]): unknown => {
  const method = (target as Record<string, unknown> | undefined)?.[name]
  return typeof method === 'function' ? method.apply(target, args) : undefined
}

type Surroundings = { wx: object; stack: Instance[]; pages: Map<string, Definition> }

/** CommonJS as a mini-program knows it: each script with `wx`, `App`, `Page` and the like as arguments. */
function loader(root: string, { wx, stack, pages }: Surroundings) {
  let app: Definition | undefined
  let current = ''
  const cache = new Map<string, { exports: unknown }>()
  const doors = {
    wx,
    App: (definition: Definition) => {
      app = definition
    },
    Page: (definition: Definition) => void pages.set(current, definition),
    Component: () => undefined,
    Behavior: (definition: unknown) => definition,
    getApp: () => app,
    getCurrentPages: () => stack,
    requirePlugin: () => ({}),
  }
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval, Promise, console }
  const context = vm.createContext({ ...doors, ...timers, __wxConfig: {} })
  vm.runInContext('globalThis.global = globalThis', context)

  function run(path: string): unknown {
    const known = cache.get(path)
    if (known) return known.exports
    const file = join(root, path)
    if (!existsSync(file)) throw new Error(`${path} is required and not there`)
    const module: { exports: unknown } = { exports: {} }
    cache.set(path, module)
    const names = Object.keys(doors)
    const source = `(function(require,module,exports,${names.join(',')}){${readFileSync(file, 'utf8')}\n})`
    const before = current
    current = path.replace(/\.js$/, '')
    const script = vm.runInContext(source, context, { filename: path }) as (...args: unknown[]) => void
    script(requireFrom(path), module, module.exports, ...Object.values(doors))
    current = before
    return module.exports
  }
  const requireFrom = (from: string) => (spec: string) => {
    const target = spec.startsWith('/') ? spec.slice(1) : posix.join(posix.dirname(from), spec)
    return run(target.endsWith('.js') ? target : `${target}.js`)
  }
  return { run, app: () => app }
}

/** `a.b[0].c` of setData. */
function assign(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
  const last = keys.pop()
  if (last === undefined) return
  let target = data
  for (const key of keys) {
    target[key] ??= {}
    target = target[key] as Record<string, unknown>
  }
  target[last] = JSON.parse(JSON.stringify(value ?? null)) as unknown
}

function toNode(raw: unknown): Node {
  const { tag, attr, children } = raw as { tag?: string; attr?: Attributes; children?: unknown[] }
  return {
    tag: (tag ?? '').replace(/^wx-/, ''),
    attr: attr ?? {},
    children: (children ?? []).map((child) =>
      typeof child === 'object' && child !== null ? toNode(child) : String(child),
    ),
  }
}

/** Every node of a tree, parents first. */
export const nodesOf = (node: Node): readonly Node[] => [
  node,
  ...node.children.flatMap((child) => (typeof child === 'string' ? [] : nodesOf(child))),
]

/** What is written in a tree. */
export const textOf = (node: Node): string =>
  node.children
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
